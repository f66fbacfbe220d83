package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.TagNode;

/** Loops; one with a condition is refused, where Jinjava would loop over nothing without a word. */
final class PlainForTag extends ForTag {

  private static final long serialVersionUID = 1L;

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    String loop = tag.getHelpers();
    if (loop.contains(" if ") && !loop.contains(" else ")) {
      throw new InterpretException(
          "a loop with a condition is not supported: for " + loop.strip(), tag.getLineNumber());
    }
    return super.interpret(tag, interpreter);
  }
}
