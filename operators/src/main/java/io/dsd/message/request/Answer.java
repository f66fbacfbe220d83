package io.dsd.message.request;

/** The one record that answers a prompt record on the completions topic. */
public sealed interface Answer permits Completion, Failure, Acknowledgement {

  /** Where the prompt came from; its key and headers are copied to the answer. */
  Origin origin();

  /** The request id. */
  String id();
}
