package dev.parley.example.notifications;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST interface, on servers that have Jakarta REST. */
@ApplicationPath("rest")
public class RestApplication extends Application {}
