package io.dsd.model.chat;

import com.google.common.collect.ImmutableMap;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import java.util.List;
import java.util.Map;

/** A chat template in Jinja, rendered as transformers renders it. */
public final class JinjaChatTemplate implements ChatTemplate {

  private final Jinjava jinjava;
  private final String text;
  private final String source;
  private final String bosToken;
  private final String eosToken;

  public JinjaChatTemplate(String text, String source, String bosToken, String eosToken) {
    this.jinjava =
        new Jinjava(JinjavaConfig.newBuilder().withTrimBlocks(true).withLstripBlocks(true).build());
    this.text = text;
    this.source = source;
    this.bosToken = bosToken;
    this.eosToken = eosToken;
  }

  @Override
  public String render(List<ChatMessage> messages) {
    List<Map<String, String>> maps =
        messages.stream()
            .map(message -> Map.of("role", message.role(), "content", message.content()))
            .toList();
    RenderResult result =
        jinjava.renderForResult(
            text,
            ImmutableMap.of(
                "messages", maps,
                "bos_token", bosToken,
                "eos_token", eosToken,
                "add_generation_prompt", true));
    if (result.hasErrors()) {
      throw new ChatTemplateException(source + ": " + result.getErrors(), null);
    }
    return result.getOutput();
  }
}
