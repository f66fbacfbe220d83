package io.dsd.tests.records;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A record and what must become of it. */
record Case(String name, Sent sent, Fate fate) {

  static Case served(String name, Sent sent) {
    return new Case(name, sent, new Fate.Served());
  }

  static Case served(String name, String value) {
    return served(name, Sent.of(value));
  }

  static Case refused(String name, Sent sent, String code, String field, String... says) {
    return new Case(name, sent, new Fate.Refused(code, field, List.of(says), Fate.Left.NOTHING));
  }

  static Case refused(String name, String value, String code, String field, String... says) {
    return refused(name, Sent.of(value), code, field, says);
  }

  /** A prompt with one field more that is refused by its name and value. */
  static Case field(String field, String value, String code, String... says) {
    String shown = value.length() <= 60 ? value.replace(", ", ",").replace(": ", ":") : "";
    String prompt = field.equals("prompt") || field.equals("messages") ? "" : "\"prompt\": \"a\", ";
    Case refused =
        refused(
            field + ": " + (value.length() <= 60 ? value : value.length() + " characters"),
            "{%s\"%s\": %s}".formatted(prompt, field, value),
            code,
            field,
            says);
    return refused.saying(field).saying(shown);
  }

  private Case saying(String more) {
    Fate.Refused refused = (Fate.Refused) fate;
    List<String> says = Stream.concat(refused.says().stream(), Stream.of(more)).toList();
    return new Case(
        name, sent, new Fate.Refused(refused.code(), refused.field(), says, refused.left()));
  }

  Case without(Fate.Left left) {
    Fate.Refused refused = (Fate.Refused) fate;
    return new Case(
        name, sent, new Fate.Refused(refused.code(), refused.field(), refused.says(), left));
  }

  Case sent(UnaryOperator<Sent> change) {
    return new Case(name, change.apply(sent), fate);
  }

  @Override
  public String toString() {
    return name;
  }
}
