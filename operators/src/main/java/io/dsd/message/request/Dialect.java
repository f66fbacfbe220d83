package io.dsd.message.request;

/** Which of the two OpenAI request shapes a prompt record has, and its answer gets. */
public enum Dialect {
  /** {@code prompt} in, {@code choices[].text} out. */
  COMPLETION,
  /** {@code messages} in, {@code choices[].message} out. */
  CHAT
}
