package io.dsd.model.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.AutoCloseableSupplier.AutoCloseableImpl;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.tree.Node;
import io.dsd.model.ModelException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;

/**
 * A chat template in Jinja, rendered as transformers' {@code apply_chat_template} does: with {@code
 * messages}, {@code bos_token}, {@code eos_token}, {@code add_generation_prompt}, {@code
 * raise_exception} and {@code strftime_now}, without tools, and with blocks that leave no blank
 * lines. What is written in messages is never read as Jinja.
 */
public final class JinjaChatTemplate implements ChatTemplate {

  private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+(?=\\{[%#])");
  private static final JinjavaConfig CONFIG =
      JinjavaConfig.newBuilder()
          .withTrimBlocks(true)
          .withNestedInterpretationEnabled(false)
          .withElResolver(pythonStringsFirst())
          .withLegacyOverrides(
              LegacyOverrides.newBuilder()
                  .withEvaluateMapKeys(true)
                  .withIterateOverMapKeys(true)
                  .withUseNaturalOperatorPrecedence(true)
                  .withParseWhitespaceControlStrictly(true)
                  .withAllowAdjacentTextNodes(true)
                  .withUseTrimmingForNotesAndExpressions(true)
                  .withKeepNullableLoopValues(true)
                  .build())
          .build();

  private final Jinjava jinjava = new PythonJinja(CONFIG);
  private final String source;
  private final String bosToken;
  private final String eosToken;
  private final Clock clock;
  private final Node template;

  /**
   * Parses the template.
   *
   * @param text the template
   * @param source where it is from, for errors
   * @param bosToken the begin-of-text token's text; empty if the model has none
   * @param eosToken the end-of-text token's text; empty if the model has none
   * @throws ModelException if it is not Jinja
   */
  public JinjaChatTemplate(String text, String source, String bosToken, String eosToken) {
    this(text, source, bosToken, eosToken, Clock.system(ZoneId.systemDefault()));
  }

  JinjaChatTemplate(String text, String source, String bosToken, String eosToken, Clock clock) {
    this.source = source;
    this.bosToken = bosToken;
    this.eosToken = eosToken;
    this.clock = clock;
    JinjavaInterpreter parser = interpreter(Map.of());
    this.template = parser.parse(prepared(text));
    for (TemplateError error : parser.getErrors()) {
      throw new ModelException(
          "The chat template in %s is not usable: %s (line %d)."
              .formatted(source, error.getMessage(), error.getLineno()));
    }
  }

  @Override
  public String render(List<ChatMessage> messages) {
    Map<String, Object> bindings = new HashMap<>(CurrentTime.bindings(clock));
    bindings.put("messages", messages.stream().map(JinjaChatTemplate::map).toList());
    bindings.put("bos_token", bosToken);
    bindings.put("eos_token", eosToken);
    bindings.put("add_generation_prompt", true);
    JinjavaInterpreter interpreter = interpreter(bindings);
    String prompt = render(interpreter);
    for (TemplateError error : interpreter.getErrors()) {
      throw failure(error);
    }
    return prompt;
  }

  private String render(JinjavaInterpreter interpreter) {
    try (AutoCloseableImpl<JinjavaInterpreter> current =
        JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
      return current.value().render(template);
    } catch (InterpretException e) {
      throw new ChatTemplateException(
          "The chat template in %s cannot be rendered: %s (line %d)."
              .formatted(source, e.getMessage(), e.getLineNumber()),
          e);
    }
  }

  private static ELResolver pythonStringsFirst() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new PythonStrings());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
    return resolver;
  }

  private JinjavaInterpreter interpreter(Map<String, Object> bindings) {
    return new PythonInterpreter(
        jinjava, new StrictContext(jinjava.getGlobalContextCopy(), bindings), CONFIG);
  }

  private ChatTemplateException failure(TemplateError error) {
    String message = error.getMessage();
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RaisedByTemplate) {
        return new ChatTemplateException(cause.getMessage(), cause);
      }
      if (cause instanceof InterpretException && !message.contains(cause.getMessage())) {
        message += ": " + cause.getMessage();
      }
    }
    return new ChatTemplateException(
        "The chat template in %s cannot be rendered: %s (line %d)."
            .formatted(source, message, error.getLineno()),
        error.getException());
  }

  private static Map<String, String> map(ChatMessage message) {
    return Map.of("role", message.role(), "content", message.content());
  }

  /**
   * Jinja drops a template's last newline, and reads every kind of newline as one character. Spaces
   * before a block go where a line begins with them, while Jinjava would drop them everywhere.
   */
  private static String prepared(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    String whole = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    return INDENT.matcher(whole).replaceAll("");
  }
}
