package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The filter {@code tojson}, which writes as Python's {@code json.dumps} does. */
final class JsonFilter implements AdvancedFilter {

  private static final int MOST_SPACES = 16;
  private static final Map<Integer, String> ESCAPES =
      Map.of(
          (int) '"', "\\\"",
          (int) '\\', "\\\\",
          (int) '\n', "\\n",
          (int) '\r', "\\r",
          (int) '\t', "\\t",
          (int) '\b', "\\b",
          (int) '\f', "\\f");

  @Override
  public String getName() {
    return "tojson";
  }

  @Override
  public Object filter(
      Object value, JinjavaInterpreter interpreter, Object[] arguments, Map<String, Object> named) {
    if (arguments.length > 0 || !Set.of("indent", "ensure_ascii").containsAll(named.keySet())) {
      throw new InterpretException("tojson is supported with the arguments indent, ensure_ascii");
    }
    if (Boolean.TRUE.equals(named.get("ensure_ascii"))) {
      throw new InterpretException("tojson is supported with ensure_ascii=false only");
    }
    StringBuilder json = new StringBuilder();
    write(json, value, named.get("indent") instanceof Number spaces ? spaces.intValue() : -1, 0);
    return json.toString();
  }

  private static void write(StringBuilder json, Object value, int indent, int depth) {
    if (value instanceof Map<?, ?> map) {
      List<Runnable> entries = new ArrayList<>();
      map.forEach(
          (key, one) ->
              entries.add(
                  () -> {
                    quote(json, String.valueOf(key));
                    json.append(": ");
                    write(json, one, indent, depth + 1);
                  }));
      join(json, "{", entries, "}", indent, depth);
    } else if (value instanceof Iterable<?> list) {
      List<Runnable> elements = new ArrayList<>();
      list.forEach(one -> elements.add(() -> write(json, one, indent, depth + 1)));
      join(json, "[", elements, "]", indent, depth);
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      json.append(value);
    } else {
      quote(json, value.toString());
    }
  }

  private static void join(
      StringBuilder json, String open, List<Runnable> parts, String close, int indent, int depth) {
    json.append(open);
    for (int i = 0; i < parts.size(); i++) {
      json.append(i == 0 ? "" : indent < 0 ? ", " : ",");
      newLine(json, indent, depth + 1);
      parts.get(i).run();
    }
    if (!parts.isEmpty()) {
      newLine(json, indent, depth);
    }
    json.append(close);
  }

  private static void newLine(StringBuilder json, int indent, int depth) {
    if (indent >= 0) {
      json.append('\n').append(" ".repeat(Math.min(indent, MOST_SPACES) * depth));
    }
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    text.codePoints()
        .forEach(
            character -> {
              String escape = ESCAPES.get(character);
              if (escape != null) {
                json.append(escape);
              } else if (character < ' ') {
                json.append("\\u%04x".formatted(character));
              } else {
                json.appendCodePoint(character);
              }
            });
    json.append('"');
  }
}
