package io.dsd.model.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.ModelException;
import io.dsd.model.Resources;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JinjaChatTemplateTest {

  private static final JsonNode GOLDEN = Resources.json("chat/golden.json");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2025-03-09T12:34:56Z"), ZoneOffset.UTC);

  static Stream<Arguments> cases() {
    return GOLDEN.properties().stream()
        .flatMap(
            family ->
                StreamSupport.stream(family.getValue().spliterator(), false)
                    .map(one -> Arguments.of(family.getKey(), one)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void promptsAndRefusalsEqualThoseOfTransformers(String family, JsonNode expected) {
    ChatTemplate template = template(family);
    List<ChatMessage> messages = messages(expected);

    if (expected.has("error")) {
      assertThatThrownBy(() -> template.render(messages))
          .isInstanceOf(ChatTemplateException.class)
          .hasMessage(expected.get("error").asText());
    } else {
      assertThat(template.render(messages)).isEqualTo(expected.get("prompt").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{% if x %}", "{% no_such_tag %}"})
  void aTemplateThatCannotBeUsedIsRefusedWhenItIsOpened(String text) {
    assertThatThrownBy(() -> new JinjaChatTemplate(text, "some.gguf", "", ""))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("chat template in some.gguf")
        .hasMessageContaining("line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ messages | no_such_filter }}",
        "{{ messages is no_such_test }}",
        "{{ no_such_function() }}",
        "{{ bos_token.no_such_method() }}"
      })
  void whatCannotBeRenderedIsNamed(String text) {
    ChatTemplate template = new JinjaChatTemplate("a\n" + text, "some.gguf", "", "");

    assertThatThrownBy(() -> template.render(List.of(new ChatMessage("user", "x"))))
        .isInstanceOf(ChatTemplateException.class)
        .hasMessageContaining("some.gguf")
        .hasMessageContaining("no_such_")
        .hasMessageContaining("line 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %} ~ a loop with a condition is not supported: for m in messages if m.role == 'user'",
        "{{ 'x' + tools }} ~ something undefined is added",
        "{{ strftime_now('%Q') }} ~ the time format %Q is not supported",
        "{{ messages | tojson(separators=',') }} ~ tojson is supported with the arguments indent, ensure_ascii",
        "{{ messages[::0] }} ~ a slice has the step 0",
        "{{ tools[1:] }} ~ only lists and texts can be sliced"
      })
  void whatIsNotLikePythonIsRefusedInWords(String text, String expected) {
    ChatTemplate template = new JinjaChatTemplate(text, "some.gguf", "", "");

    assertThatThrownBy(() -> template.render(List.of(new ChatMessage("user", "x"))))
        .isInstanceOf(ChatTemplateException.class)
        .hasMessageContaining("some.gguf")
        .hasMessageContaining(expected);
  }

  @Test
  void severalThreadsRenderAtOnce() {
    ChatTemplate template = template("mistral");
    List<String> prompts =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i -> template.render(List.of(new ChatMessage("user", "number " + i))))
            .toList();

    assertThat(prompts)
        .isEqualTo(
            IntStream.range(0, 400).mapToObj("<s>[INST] number %d[/INST]"::formatted).toList());
  }

  private static ChatTemplate template(String family) {
    String file = "chat/" + family + ".jinja";
    String text = new String(Resources.bytes(file), StandardCharsets.UTF_8);
    return new JinjaChatTemplate(text, file, "<s>", "</s>", NOON);
  }

  private static List<ChatMessage> messages(JsonNode expected) {
    return StreamSupport.stream(expected.get("messages").spliterator(), false)
        .map(one -> new ChatMessage(one.get("role").asText(), one.get("content").asText()))
        .toList();
  }
}
