package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

/**
 * Why a record is not served, in the shape of OpenAI's error object.
 *
 * @param code a stable word for programs, such as {@code invalid_json}
 * @param field the field at fault, such as {@code messages[0].role}; empty for the whole record
 * @param message for people: the field, the value given, what is allowed, what to do
 */
public record RequestError(String code, String field, String message) {

  /** Checks that nothing is null. */
  public RequestError {
    requireNonNull(code, "code");
    requireNonNull(field, "field");
    requireNonNull(message, "message");
  }
}
