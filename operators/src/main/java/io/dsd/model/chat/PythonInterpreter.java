package io.dsd.model.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;

/** An interpreter that writes truth values as Python does. */
final class PythonInterpreter extends JinjavaInterpreter {

  PythonInterpreter(Jinjava jinjava, Context context, JinjavaConfig config) {
    super(jinjava, context, config);
  }

  @Override
  public String getAsString(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    return super.getAsString(value);
  }
}
