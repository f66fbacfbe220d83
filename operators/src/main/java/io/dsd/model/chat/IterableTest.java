package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.IsIterableExpTest;

/** The test {@code iterable}, true of texts too, as in Python. */
final class IterableTest extends IsIterableExpTest {

  @Override
  public boolean evaluate(Object value, JinjavaInterpreter interpreter, Object... arguments) {
    return value instanceof String || super.evaluate(value, interpreter, arguments);
  }
}
