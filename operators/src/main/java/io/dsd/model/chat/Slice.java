package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.objects.collections.PyList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstRightValue;
import jinjava.javax.el.ELContext;

/** Python's slice {@code base[first:end:step]} of a list or a text. */
final class Slice extends AstRightValue {

  private final AstNode base;
  private final Optional<AstNode> first;
  private final Optional<AstNode> end;
  private final Optional<AstNode> step;

  Slice(AstNode base, Optional<AstNode> first, Optional<AstNode> end, Optional<AstNode> step) {
    this.base = base;
    this.first = first;
    this.end = end;
    this.step = step;
  }

  @Override
  public Object eval(Bindings bindings, ELContext context) {
    Object whole = base.eval(bindings, context);
    int by = number(step, 1, bindings, context);
    if (by == 0) {
      throw new InterpretException("a slice has the step 0");
    }
    if (whole instanceof String text) {
      int[] characters = text.codePoints().toArray();
      StringBuilder part = new StringBuilder();
      places(characters.length, by, bindings, context)
          .forEach(place -> part.appendCodePoint(characters[place]));
      return part.toString();
    }
    if (whole instanceof List<?> list) {
      List<Object> part = new ArrayList<>();
      places(list.size(), by, bindings, context).forEach(place -> part.add(list.get(place)));
      return new PyList(part);
    }
    throw new InterpretException("only lists and texts can be sliced");
  }

  private List<Integer> places(int size, int by, Bindings bindings, ELContext context) {
    int lowest = by > 0 ? 0 : -1;
    int highest = by > 0 ? size : size - 1;
    int from = bound(first, by > 0 ? lowest : highest, size, lowest, highest, bindings, context);
    int to = bound(end, by > 0 ? highest : lowest, size, lowest, highest, bindings, context);
    List<Integer> places = new ArrayList<>();
    for (long place = from; by > 0 ? place < to : place > to; place += by) {
      places.add((int) place);
    }
    return places;
  }

  private static int bound(
      Optional<AstNode> node,
      int absent,
      int size,
      int lowest,
      int highest,
      Bindings bindings,
      ELContext context) {
    if (node.isEmpty()) {
      return absent;
    }
    int given = number(node, absent, bindings, context);
    return Math.max(lowest, Math.min(highest, given < 0 ? given + size : given));
  }

  private static int number(
      Optional<AstNode> node, int absent, Bindings bindings, ELContext context) {
    if (node.isEmpty()) {
      return absent;
    }
    Object value = node.get().eval(bindings, context);
    if (value instanceof Number number) {
      return number.intValue();
    }
    throw new InterpretException("a slice has a bound that is no number");
  }

  @Override
  public void appendStructure(StringBuilder structure, Bindings bindings) {
    base.appendStructure(structure, bindings);
    structure.append("[");
    first.ifPresent(node -> node.appendStructure(structure, bindings));
    structure.append(":");
    end.ifPresent(node -> node.appendStructure(structure, bindings));
    structure.append(":");
    step.ifPresent(node -> node.appendStructure(structure, bindings));
    structure.append("]");
  }

  @Override
  public int getCardinality() {
    return 1;
  }

  @Override
  public AstNode getChild(int index) {
    return base;
  }
}
