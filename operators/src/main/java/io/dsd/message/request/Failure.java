package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

/**
 * The answer to a record that is not served.
 *
 * @param origin where the prompt came from
 * @param id the request id
 * @param error why
 */
public record Failure(Origin origin, String id, RequestError error) implements Answer {

  /** Checks that nothing is null. */
  public Failure {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(error, "error");
  }
}
