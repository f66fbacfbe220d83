/** Requests: what a prompt record asks for, and everything that leaves in answer to it. */
package io.dsd.message.request;
