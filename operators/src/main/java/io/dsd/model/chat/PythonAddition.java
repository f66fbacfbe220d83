package io.dsd.model.chat;

import com.hubspot.jinjava.el.ext.AdditionOperator;
import com.hubspot.jinjava.interpret.InterpretException;
import jinjava.de.odysseus.el.misc.TypeConverter;

/** Addition that refuses what is undefined, where Jinjava would write "null". */
final class PythonAddition extends AdditionOperator {

  @Override
  protected Object apply(TypeConverter converter, Object left, Object right) {
    if (left == null || right == null) {
      throw new InterpretException("something undefined is added");
    }
    return super.apply(converter, left, right);
  }
}
