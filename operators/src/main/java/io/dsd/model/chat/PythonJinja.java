package io.dsd.model.chat;

import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.METHOD_INVOCATIONS;
import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.VARARGS;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.ExtendedSyntaxBuilder;
import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Builder.Feature;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.javax.el.ExpressionFactory;

/** Jinjava with the expressions, functions, filters and tests that transformers' Jinja has. */
final class PythonJinja extends Jinjava {

  private static final int CACHED_EXPRESSIONS = 1000;

  private final ExpressionFactory expressions =
      new ExpressionFactoryImpl(
          new TreeStore(new Syntax(METHOD_INVOCATIONS, VARARGS), new Cache(CACHED_EXPRESSIONS)),
          new TruthyTypeConverter());

  PythonJinja(JinjavaConfig config) {
    super(config);
    registerFunction(function("raise_exception", RaisedByTemplate.class, "raise"));
    registerFunction(function(CurrentTime.FUNCTION, CurrentTime.class, "format"));
    registerTag(new PlainForTag());
    registerFilter(new JsonFilter());
    registerFilter(new TrimFilter());
    registerExpTest(new IterableTest());
  }

  private static ELFunctionDefinition function(String name, Class<?> type, String method) {
    return new ELFunctionDefinition("", name, type, method, String.class);
  }

  @Override
  public ExpressionFactory getExpressionFactory() {
    return expressions;
  }

  private static final class Syntax extends ExtendedSyntaxBuilder {

    private static final long serialVersionUID = 1L;

    Syntax(Feature... features) {
      super(features);
    }

    @Override
    protected Parser createParser(String expression) {
      return new PythonParser(this, expression);
    }
  }
}
