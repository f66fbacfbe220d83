package io.dsd.job.demo;

import io.dsd.kafka.admin.AdminException;
import io.dsd.model.ModelException;

/** What is wrong, in one line, out of a chain of exceptions. */
public final class Causes {

  private Causes() {}

  /** The message meant for users, if the chain has one; else the innermost cause. */
  public static String explain(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ModelException || at instanceof AdminException) {
        return at.getMessage();
      }
      innermost = at;
    }
    return innermost instanceof RuntimeException && innermost.getMessage() != null
        ? innermost.getMessage()
        : innermost.toString();
  }
}
