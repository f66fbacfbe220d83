package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;

/** The filter {@code trim}, which strips what Python takes for spaces. */
final class TrimFilter implements Filter {

  @Override
  public String getName() {
    return "trim";
  }

  @Override
  public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
    return value instanceof String text ? PythonStrings.strip(text, true, true) : value;
  }
}
