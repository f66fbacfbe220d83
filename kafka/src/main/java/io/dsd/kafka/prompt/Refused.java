package io.dsd.kafka.prompt;

import io.dsd.message.request.RequestError;

/** Ends the reading of a record that cannot be served; never leaves this package. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RequestError error;

  Refused(String code, String field, String message) {
    super(message, null, false, false);
    this.error = new RequestError(code, field, message);
  }

  static Refused type(String field, String allowed, Object given) {
    return new Refused(
        "invalid_type", field, "%s must be %s, not %s".formatted(field, allowed, Shown.of(given)));
  }

  static Refused value(String field, String allowed, Object given) {
    return new Refused(
        "invalid_value", field, "%s must be %s, not %s".formatted(field, allowed, Shown.of(given)));
  }

  RequestError error() {
    return error;
  }
}
