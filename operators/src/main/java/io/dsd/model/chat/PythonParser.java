package io.dsd.model.chat;

import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.METHOD_INVOCATIONS;
import static jinjava.de.odysseus.el.tree.impl.Builder.Feature.NULL_PROPERTIES;

import com.hubspot.jinjava.el.ext.AdditionOperator;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.el.ext.NamedParameterOperator;
import java.util.Optional;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.Scanner.ScanException;
import jinjava.de.odysseus.el.tree.impl.Scanner.Symbol;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstProperty;
import jinjava.de.odysseus.el.tree.impl.ast.AstUnary;

/**
 * Reads expressions as Jinja does where Jinjava reads them in another way: {@code not} binds weaker
 * than tests and comparisons, a named argument reaches to the comma, slices have steps, and what is
 * undefined cannot be added.
 */
final class PythonParser extends ExtendedParser {

  PythonParser(Builder context, String expression) {
    super(context, expression);
  }

  @Override
  protected AstNode eq(boolean required) throws ScanException, Parser.ParseException {
    if (getToken().getSymbol() == Symbol.NOT) {
      consumeToken();
      return createAstUnary(eq(true), AstUnary.NOT);
    }
    return super.eq(required);
  }

  @Override
  protected AstNode expr(boolean required) throws ScanException, Parser.ParseException {
    Scanner.Token token = getToken();
    if (token.getSymbol() == Symbol.IDENTIFIER && lookahead(0) == NamedParameterOperator.TOKEN) {
      consumeToken();
      consumeToken();
      return NamedParameterOperator.HANDLER.createAstNode(identifier(token.getImage()), expr(true));
    }
    return super.expr(required);
  }

  @Override
  protected AstBinary createAstBinary(AstNode left, AstNode right, AstBinary.Operator operator) {
    return super.createAstBinary(
        left, right, operator == AdditionOperator.OP ? new PythonAddition() : operator);
  }

  @Override
  protected AstNode value() throws ScanException, Parser.ParseException {
    AstNode value = nonliteral();
    boolean variable = value != null;
    if (!variable) {
      value = literal();
    }
    while (value != null) {
      if (getToken().getSymbol() == Symbol.DOT) {
        consumeToken();
        String name = consumeToken(Symbol.IDENTIFIER).getImage();
        value = called(createAstDot(value, name, variable));
      } else if (getToken().getSymbol() == Symbol.LBRACK) {
        consumeToken();
        value = indexed(value, variable);
      } else {
        break;
      }
    }
    return value;
  }

  private AstNode indexed(AstNode value, boolean variable)
      throws ScanException, Parser.ParseException {
    Optional<AstNode> first = Optional.ofNullable(expr(false));
    if (getToken().getSymbol() != Symbol.COLON) {
      consumeToken(Symbol.RBRACK);
      boolean strict = !context.isEnabled(NULL_PROPERTIES);
      return called(createAstBracket(value, first.orElseThrow(), variable, strict));
    }
    consumeToken();
    Optional<AstNode> end = Optional.ofNullable(expr(false));
    Optional<AstNode> step = Optional.empty();
    if (getToken().getSymbol() == Symbol.COLON) {
      consumeToken();
      step = Optional.ofNullable(expr(false));
    }
    consumeToken(Symbol.RBRACK);
    return new Slice(value, first, end, step);
  }

  private AstNode called(AstProperty property) throws ScanException, Parser.ParseException {
    boolean called =
        getToken().getSymbol() == Symbol.LPAREN && context.isEnabled(METHOD_INVOCATIONS);
    return called ? createAstMethod(property, params()) : property;
  }
}
