package io.dsd.kafka.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.model.chat.ChatMessage;
import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.chat.ChatTemplateException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptReaderTest {

  private static final int CONTEXT = 40;
  private static final RecordLimit LIMIT = new RecordLimit(4096);
  private static final Origin ORIGIN =
      new Origin(new SequenceId("prompts", 2, 17), 5, Optional.empty(), List.of());

  private final ByteTokenizer tokenizer = new ByteTokenizer();

  @Test
  void aPromptBecomesARequestWithTheDefaults() {
    Request request = request("{'prompt': 'hé'}");
    assertThat(request.prompt()).isEqualTo(Ints.of(256, 'h', 0xc3, 0xa9));
    assertThat(request.dialect()).isEqualTo(Dialect.COMPLETION);
    assertThat(request.id()).isEqualTo("prompts-2@17");
    assertThat(request.maxTokens()).isEqualTo(7);
    assertThat(request.sampling())
        .isEqualTo(new Sampling(0.5, 3, 0.75, SequenceSeed.of(ORIGIN.sequence())));
    assertThat(request.stop()).isEmpty();
    assertThat(request.stream()).isFalse();
  }

  @Test
  void everyFieldOfARequestIsRead() {
    Request request =
        request(
            "{'id': 'a', 'prompt': [1, 256], 'max_tokens': 3, 'temperature': 0, 'top_p': 0.25,"
                + " 'top_k': 5, 'seed': -9223372036854775808, 'stop': ['x', 'y'], 'stream': true,"
                + " 'relaxation': 0.25}");
    assertThat(request)
        .isEqualTo(
            new Request(
                ORIGIN,
                "a",
                Dialect.COMPLETION,
                Ints.of(1, 256),
                new Sampling(0, 5, 0.25, Long.MIN_VALUE),
                3,
                List.of("x", "y"),
                true,
                Optional.empty(),
                0.25));
  }

  @Test
  void messagesAreRenderedByTheTemplateWithoutFurtherSpecialTokens() {
    Request request =
        request(
            "{'messages': [{'role': 'developer', 'content': 'be brief'}, {'role': 'user',"
                + " 'content': [{'type': 'text', 'text': 'a'}, {'type': 'text', 'text': 'b'}]}]}");
    assertThat(request.dialect()).isEqualTo(Dialect.CHAT);
    assertThat(tokenizer.decode(request.prompt())).isEqualTo("system:be brief|user:ab|");
    assertThat(request.prompt().get(0)).isEqualTo('s');
  }

  @Test
  void nullFieldsOfAnAssistantMessageAreNoReasonToRefuse() {
    Request request =
        request("{'messages': [{'role': 'assistant', 'content': 'a', 'refusal': null}]}");
    assertThat(tokenizer.decode(request.prompt())).isEqualTo("assistant:a|");
  }

  @Test
  void theIdIsTheFieldElseTheKeyElseTheSequence() {
    Origin keyed = origin(Bytes.utf8("key"));
    assertThat(read(keyed, "{'id': 'field', 'prompt': 'a'}"))
        .hasFieldOrPropertyWithValue("id", "field");
    assertThat(read(keyed, "{'prompt': 'a'}")).hasFieldOrPropertyWithValue("id", "key");
    assertThat(read(origin(Bytes.of((byte) 0xff)), "{'prompt': 'a'}"))
        .hasFieldOrPropertyWithValue("id", "prompts-2@17");
    assertThat(read(keyed, "{'id': 'field', 'promt': 'a'}"))
        .isInstanceOf(Refusal.class)
        .hasFieldOrPropertyWithValue("id", "field");
    assertThat(read(keyed, "{'id': 7}")).hasFieldOrPropertyWithValue("id", "key");
  }

  @Test
  void maxTokensBeyondTheRoomIsCutToTheRoom() {
    assertThat(request("{'prompt': 'abcd', 'max_tokens': 1000000}").maxTokens()).isEqualTo(35);
  }

  @Test
  void aPromptThatLeavesRoomForOneTokenIsServed() {
    assertThat(request("{'prompt': '%s'}".formatted("x".repeat(38))).maxTokens()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void topKOfZeroAndMinusOneKeepAll(String topK) {
    assertThat(request("{'prompt': 'a', 'top_k': %s}".formatted(topK)).sampling().topK()).isZero();
  }

  @Test
  void maxCompletionTokensIsAnotherNameOfMaxTokens() {
    assertThat(request("{'prompt': 'a', 'max_completion_tokens': 2}").maxTokens()).isEqualTo(2);
    assertThat(request("{'prompt': 'a', 'max_tokens': 2, 'max_completion_tokens': 2}").maxTokens())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]"})
  void noStopTextIsFine(String stop) {
    assertThat(request("{'prompt': 'a', 'stop': %s}".formatted(stop)).stop()).isEmpty();
  }

  @Test
  void oneStopTextNeedsNoArray() {
    assertThat(request("{'prompt': 'a', 'stop': 'END'}").stop()).containsExactly("END");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n': 1",
        "'n': null",
        "'best_of': 1",
        "'presence_penalty': 0",
        "'frequency_penalty': 0.0",
        "'logprobs': false",
        "'logprobs': null",
        "'top_logprobs': 0",
        "'echo': false",
        "'suffix': null",
        "'logit_bias': {}",
        "'tools': []",
        "'tool_choice': 'none'",
        "'functions': []",
        "'function_call': 'none'",
        "'response_format': {'type': 'text'}",
        "'model': 'any'",
        "'user': 'u'",
        "'metadata': {'a': 1}",
        "'stream_options': {'include_usage': true}",
        "'temperature': null",
        "'seed': null",
        "'messages': null"
      })
  void aValueThatChangesNothingIsAccepted(String field) {
    assertThat(request("{'prompt': 'a', %s}".formatted(field)))
        .isEqualTo(request("{'prompt': 'a'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n | 2",
        "n | '1'",
        "best_of | 3",
        "logprobs | true",
        "logprobs | 0",
        "top_logprobs | 1",
        "echo | true",
        "suffix | 'x'",
        "presence_penalty | 0.1",
        "frequency_penalty | -1",
        "logit_bias | {'5': 1}",
        "tools | [{}]",
        "tool_choice | 'auto'",
        "functions | [{}]",
        "function_call | 'auto'",
        "response_format | {'type': 'json_object'}"
      })
  void aParameterThatIsNotSupportedIsRefusedByName(String field, String value) {
    assertRefused(
        "{'prompt': 'a', '%s': %s}".formatted(field, value),
        "unsupported_parameter",
        field,
        field + " is not supported",
        value.replace('\'', '"').replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max_tokens | 0 | invalid_value | an integer from 1 to 2147483647",
        "max_tokens | 99999999999999999999 | invalid_value | an integer from 1",
        "max_tokens | 1.0 | invalid_type | an integer from 1",
        "max_tokens | '5' | invalid_type | an integer from 1",
        "max_completion_tokens | -1 | invalid_value | an integer from 1",
        "temperature | 2.1 | invalid_value | a number from 0.0 to 2.0",
        "temperature | -0.1 | invalid_value | a number from 0.0 to 2.0",
        "temperature | 1e999 | invalid_value | a number from 0.0 to 2.0",
        "temperature | 'hot' | invalid_type | a number from 0.0 to 2.0",
        "top_p | 0 | invalid_value | a number above 0.0 and up to 1.0",
        "top_p | 1.01 | invalid_value | a number above 0.0 and up to 1.0",
        "top_k | -2 | invalid_value | an integer from -1",
        "seed | 9223372036854775808 | invalid_value | an integer from -9223372036854775808",
        "seed | 1.5 | invalid_type | an integer from",
        "stream | 'yes' | invalid_type | true or false",
        "stop | 5 | invalid_type | a string or an array of up to 4 strings",
        "stop | '' | invalid_value | not empty",
        "model | 5 | invalid_type | a string",
        "user | [] | invalid_type | a string",
        "metadata | 'x' | invalid_type | an object",
        "stream_options | true | invalid_type | an object",
        "id | 5 | invalid_type | a string",
      })
  void aWrongValueIsRefusedWithWhatIsAllowed(
      String field, String value, String code, String allowed) {
    assertRefused("{'prompt': 'a', '%s': %s}".formatted(field, value), code, field, field, allowed);
  }

  @Test
  void anEmptyOrOverlongIdIsRefused() {
    assertRefused("{'id': '', 'prompt': 'a'}", "invalid_value", "id", "1 to 512 characters, not 0");
    assertRefused(
        "{'id': '%s', 'prompt': 'a'}".formatted("i".repeat(513)), "invalid_value", "id", "not 513");
  }

  @Test
  void stopTextsAreRefusedByTheirPlace() {
    assertRefused("{'prompt': 'a', 'stop': ['a', '']}", "invalid_value", "stop[1]", "not empty");
    assertRefused("{'prompt': 'a', 'stop': [null]}", "invalid_type", "stop[0]", "a string");
    assertRefused(
        "{'prompt': 'a', 'stop': ['a','b','c','d','e']}",
        "invalid_value",
        "stop",
        "5 texts; up to 4");
  }

  @Test
  void exactlyOneOfPromptAndMessagesIsNeeded() {
    assertRefused("{'max_tokens': 5}", "missing_prompt", "prompt", "neither prompt nor messages");
    assertRefused(
        "{'prompt': 'a', 'messages': []}", "conflicting_fields", "messages", "both prompt and");
  }

  @Test
  void twoDifferentTokenLimitsAreRefused() {
    assertRefused(
        "{'prompt': 'a', 'max_tokens': 1, 'max_completion_tokens': 2}",
        "conflicting_fields",
        "max_completion_tokens",
        "max_completion_tokens is 2 and max_tokens is 1");
  }

  @Test
  void anUnknownFieldIsRefusedWithTheKnownOnes() {
    assertRefused(
        "{'promt': 'a'}",
        "unknown_field",
        "promt",
        "the field 'promt' is unknown",
        "max_tokens, messages, metadata, model, prompt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | prompt | a string or an array of token ids",
        "{} | prompt | a string or an array of token ids",
        "['a', 'b'] | prompt[0] | a token id from 0 to 256 (one prompt per record)",
        "[1, 1.5] | prompt[1] | a token id from 0 to 256",
        "[1, 257] | prompt[1] | a token id from 0 to 256",
        "[-1] | prompt[0] | a token id from 0 to 256",
        "[] | prompt | of at least one token"
      })
  void aPromptOfAnotherShapeIsRefused(String prompt, String field, String allowed) {
    Refusal refusal = refusal("{'prompt': %s}".formatted(prompt));
    assertThat(refusal.error().code()).startsWith("invalid_");
    assertThat(refusal.error().field()).isEqualTo(field);
    assertThat(refusal.error().message()).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'hi' | messages | invalid_type | an array of",
        "[] | messages | invalid_value | at least one message",
        "['hi'] | messages[0] | invalid_type | an object",
        "[{'content': 'a'}] | messages[0].role | missing_field | \"system\"",
        "[{'role': 'tool', 'content': 'a'}] | messages[0].role | invalid_value | not \"tool\"",
        "[{'role': 5, 'content': 'a'}] | messages[0].role | invalid_type | \"user\"",
        "[{'role': 'user'}] | messages[0].content | missing_field | a string or an array of parts",
        "[{'role': 'user', 'content': null}] | messages[0].content | invalid_type | not null",
        "[{'role': 'user', 'content': 'a', 'name': 'b'}] | messages[0].name | unknown_field | role",
        "[{'role': 'user', 'content': ['a']}] | messages[0].content[0] | invalid_type | an object",
        "[{'role': 'user', 'content': [{'type': 'image_url'}]}] | messages[0].content[0].type |"
            + " invalid_value | not \"image_url\"",
        "[{'role': 'user', 'content': [{'type': 'text'}]}] | messages[0].content[0].text |"
            + " missing_field | a string"
      })
  void aMalformedConversationIsRefusedByItsPlace(
      String messages, String field, String code, String message) {
    assertRefused("{'messages': %s}".formatted(messages), code, field, message);
  }

  @Test
  void messagesWithoutATemplateAreRefused() {
    PromptReader reader = reader(Optional.empty());
    Refusal refusal =
        (Refusal)
            reader.read(
                ORIGIN, Optional.of(json("{'messages': [{'role': 'user', 'content': 'a'}]}")));
    assertThat(refusal.error().code()).isEqualTo("no_chat_template");
    assertThat(refusal.error().message()).contains("send prompt");
  }

  @Test
  void theTemplatesOwnRefusalIsPassedOn() {
    PromptReader reader =
        reader(
            Optional.of(
                messages -> {
                  throw new ChatTemplateException("roles must alternate", new RuntimeException());
                }));
    Refusal refusal =
        (Refusal)
            reader.read(
                ORIGIN, Optional.of(json("{'messages': [{'role': 'user', 'content': 'a'}]}")));
    assertThat(refusal.error().code()).isEqualTo("chat_template_error");
    assertThat(refusal.error().message()).contains("roles must alternate");
  }

  @Test
  void aPromptLongerThanTheContextIsRefusedWithTheNumbers() {
    assertRefused(
        "{'prompt': '%s'}".formatted("x".repeat(39)),
        "context_length_exceeded",
        "prompt",
        "prompt has 40 tokens",
        "context holds 40",
        "shorten it to 39 tokens");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{",
        "{'prompt': 'a'",
        "{'prompt': 'a'} {}",
        "{'prompt': 'a'} x",
        "{'prompt': NaN}",
        "{'prompt': 'a',}",
        "{'prompt': 'a' /* c */}",
        "\uFEFF{'prompt': 'a'}",
        "{'prompt': '\\ud800'}",
        "{'\\udc00': 1}",
        "{'messages': [{'role': '\\ud800x'}]}"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThat(refusal(text).error().code()).isIn("invalid_json", "not_an_object");
    assertThat(refusal(text).error().message()).startsWith("the record's value");
  }

  @Test
  void aFieldGivenTwiceIsRefusedByName() {
    assertRefused("{'prompt': 'a', 'prompt': 'b'}", "invalid_json", "", "Duplicate field 'prompt'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "'text'", "null", "true"})
  void jsonThatIsNoObjectIsRefused(String text) {
    assertRefused(
        text, "not_an_object", "", "must be a JSON object, not " + text.replace('\'', '"'));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAndKept() {
    Bytes latin1 = Bytes.of((byte) '"', (byte) 0xe9, (byte) '"');
    Refusal refusal = (Refusal) reader(Optional.empty()).read(ORIGIN, Optional.of(latin1));
    assertThat(refusal.error().code()).isEqualTo("invalid_utf8");
    assertThat(refusal.value()).contains(latin1);
  }

  @Test
  void utf16IsNotTakenForJson() {
    byte[] utf16 = "{\"prompt\": \"a\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    Arrival arrival = reader(Optional.empty()).read(ORIGIN, Optional.of(Bytes.of(utf16)));
    assertThat(arrival).isInstanceOf(Refusal.class);
  }

  @Test
  void aRecordWithoutAValueIsRefused() {
    Refusal refusal = (Refusal) reader(Optional.empty()).read(ORIGIN, Optional.empty());
    assertThat(refusal.error().code()).isEqualTo("missing_value");
    assertThat(refusal.value()).isEmpty();
  }

  @Test
  void deeplyNestedJsonIsRefusedWithoutAnOverflow() {
    assertThat(refusal("[".repeat(2000)).error().code()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
        {'prompt': 'a', 'temperature': 1e400} | must be a number from 0.0 to 2.0, not 1E+400
        {'prompt': 'a', 'relaxation': 0.95} | must be a number from 0.0 to 0.9, not 0.95
        {'prompt': 'a', 'max_tokens': 1.0} | must be an integer from 1 to 2147483647, not 1.0
        {'prompt': 'a' | expected close marker for Object (start marker at line: 1, column: 1)
        {'metadata': %s | nesting depth (1001) exceeds the maximum allowed (1000)
        {'seed': 9%s} | is beyond what is read as JSON: Number value length
        """)
  void theReasonIsTheUsersNumberAndNoneOfTheParsersInternals(String text, String reason) {
    String hostile = text.contains("seed") ? "9".repeat(2000) : "[".repeat(2000);
    assertThat(refusal(text.replace("%s", hostile)).error().message())
        .contains(reason)
        .doesNotContain("Source", "StreamRead");
  }

  @Test
  void headersCountWithWhatKafkaPutsAroundThem() {
    List<Header> none = Collections.nCopies(410, new Header("", Optional.empty()));
    Origin origin = new Origin(ORIGIN.sequence(), 0, Optional.empty(), none);
    assertThat(read(origin, "{'prompt': 'a'}"))
        .asInstanceOf(type(Refusal.class))
        .satisfies(
            refusal ->
                assertThat(refusal.error().message()).contains("headers 4100", "limit is 4096"));
  }

  @Test
  void aRecordBeyondTheLimitIsRefusedAndKeptAsFarAsItFits() {
    Bytes fits = Bytes.utf8("x".repeat(4096));
    Bytes large = Bytes.utf8("x".repeat(4097));

    Refusal largeValue = (Refusal) template().read(origin(Bytes.utf8("key")), Optional.of(large));
    assertThat(largeValue.error().code()).isEqualTo("record_too_large");
    assertThat(largeValue.error().message())
        .contains("4100 bytes", "the limit is 4096", "the value is left out of the dead letter");
    assertThat(largeValue.value()).isEmpty();
    assertThat(largeValue.id()).isEqualTo("key");

    Refusal together = (Refusal) template().read(origin(Bytes.utf8("key")), Optional.of(fits));
    assertThat(together.error().code()).isEqualTo("record_too_large");
    assertThat(together.value()).contains(fits);
    assertThat(together.origin().key()).contains(Bytes.utf8("key"));

    Origin largeHeader =
        new Origin(
            ORIGIN.sequence(), 0, Optional.empty(), List.of(new Header("h", Optional.of(large))));
    Refusal headers = (Refusal) template().read(largeHeader, Optional.of(json("{'prompt': 'a'}")));
    assertThat(headers.origin().headers()).isEmpty();
    assertThat(headers.value()).contains(json("{'prompt': 'a'}"));
    assertThat(headers.error().message()).contains("key and headers are left out");
  }

  @Test
  void longValuesAreShortenedInMessages() {
    Refusal refusal = refusal("{'prompt': 'a', 'temperature': '%s'}".formatted("é".repeat(1000)));
    assertThat(refusal.error().message()).hasSizeLessThan(200).endsWith("…");
  }

  @Test
  void defaultsAreChecked() {
    assertThatThrownBy(() -> new RequestDefaults(0, 1, 1, 0, 0))
        .hasMessageContaining("max_tokens is 0");
    assertThatThrownBy(() -> new RequestDefaults(1, 2.5, 1, 0, 0)).hasMessageContaining("2.5");
    assertThatThrownBy(() -> new RequestDefaults(1, 1, 0, 0, 0)).hasMessageContaining("top_p");
    assertThatThrownBy(() -> new RequestDefaults(1, 1, 1, -1, 0)).hasMessageContaining("top_k");
  }

  private void assertRefused(String text, String code, String field, String... parts) {
    Refusal refusal = refusal(text);
    assertThat(refusal.error().code()).isEqualTo(code);
    assertThat(refusal.error().field()).isEqualTo(field);
    assertThat(refusal.error().message()).contains(parts);
    assertThat(refusal.value()).contains(json(text));
    assertThat(refusal.origin()).isEqualTo(ORIGIN);
  }

  private Request request(String text) {
    Arrival arrival = read(ORIGIN, text);
    assertThat(arrival).isInstanceOf(Request.class);
    return (Request) arrival;
  }

  private Refusal refusal(String text) {
    Arrival arrival = read(ORIGIN, text);
    assertThat(arrival).isInstanceOf(Refusal.class);
    return (Refusal) arrival;
  }

  private Arrival read(Origin origin, String text) {
    return template().read(origin, Optional.of(json(text)));
  }

  private PromptReader template() {
    return reader(Optional.of(PromptReaderTest::render));
  }

  private PromptReader reader(Optional<ChatTemplate> template) {
    return new PromptReader(
        tokenizer, template, CONTEXT, new RequestDefaults(7, 0.5, 0.75, 3, 0), LIMIT);
  }

  private static String render(List<ChatMessage> messages) {
    return messages.stream()
        .map(message -> message.role() + ":" + message.content() + "|")
        .collect(Collectors.joining());
  }

  private static Origin origin(Bytes key) {
    return new Origin(ORIGIN.sequence(), ORIGIN.timestamp(), Optional.of(key), List.of());
  }

  private static Bytes json(String text) {
    return Bytes.utf8(text.replace('\'', '"'));
  }
}
