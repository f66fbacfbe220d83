package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Map;

/** A scope in which an unknown filter or test is an error, where Jinjava's own says nothing. */
final class StrictContext extends Context {

  StrictContext(Context parent, Map<String, Object> bindings) {
    super(parent, bindings);
  }

  @Override
  public Filter getFilter(String name) {
    Filter filter = super.getFilter(name);
    if (filter == null) {
      throw new InterpretException("the filter %s is not supported".formatted(name));
    }
    return filter;
  }

  @Override
  public ExpTest getExpTest(String name) {
    ExpTest test = super.getExpTest(name);
    if (test == null) {
      throw new InterpretException("the test %s is not supported".formatted(name));
    }
    return test;
  }
}
