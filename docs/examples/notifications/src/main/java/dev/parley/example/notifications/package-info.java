/** An application that existed before Parley: people log in and send each other notifications. */
package dev.parley.example.notifications;
