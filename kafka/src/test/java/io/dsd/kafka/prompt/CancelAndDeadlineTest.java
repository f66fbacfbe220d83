package io.dsd.kafka.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that end a sequence early, and the header that ends one in time. */
class CancelAndDeadlineTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 5);

  private final PromptReader reader =
      new PromptReader(
          new ByteTokenizer(),
          Optional.empty(),
          100,
          RequestDefaults.standard(),
          RecordLimit.standard());

  @Test
  void aCancelRecordNamesAnotherRecordByItsPlace() {
    assertThat(read("{'cancel': {'topic': 'prompts', 'partition': 3, 'offset': 17}, 'id': 'mine'}"))
        .isEqualTo(new Cancellation(origin(List.of()), "mine", new SequenceId("prompts", 3, 17)));
  }

  @Test
  void aCancellationIsAboutTheSequenceThatItCancels() {
    Arrival arrival = read("{'cancel': {'topic': 'p', 'partition': 0, 'offset': 1}}");
    assertThat(arrival.sequence()).isEqualTo(new SequenceId("p", 0, 1));
    assertThat(((Cancellation) arrival).id()).isEqualTo("prompts-0@5");
  }

  @Test
  void cancelThatIsNullCountsAsAbsent() {
    assertThat(read("{'cancel': null, 'prompt': 'a'}")).isInstanceOf(Request.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      {'cancel': 'order-66'}                                                     | invalid_type       | cancel           | topic, partition and offset
      {'cancel': {'topic': 'p', 'partition': 0}}                                 | missing_field      | cancel.offset    | cancel.offset is missing
      {'cancel': {'partition': 0, 'offset': 1}}                                  | missing_field      | cancel.topic     | cancel.topic is missing
      {'cancel': {'topic': 'p', 'partition': '0', 'offset': 1}}                  | invalid_type       | cancel.partition | an integer from 0
      {'cancel': {'topic': 'p', 'partition': 0, 'offset': -1}}                   | invalid_value      | cancel.offset    | not -1
      {'cancel': {'topic': '', 'partition': 0, 'offset': 1}}                     | invalid_value      | cancel.topic     | 1 to 249 characters, not 0
      {'cancel': {'topic': 'p', 'partition': 0, 'offset': 1, 'id': 'a'}}         | unknown_field      | cancel.id        | topic, partition and offset
      {'cancel': {'topic': 'p', 'partition': 0, 'offset': 1}, 'prompt': 'a'}     | conflicting_fields | prompt           | by itself
      """)
  void aCancelRecordThatNamesNoRecordIsRefused(
      String text, String code, String field, String part) {
    Refusal refusal = (Refusal) read(text);
    assertThat(refusal.error().code()).isEqualTo(code);
    assertThat(refusal.error().field()).isEqualTo(field);
    assertThat(refusal.error().message()).contains(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T12:00:00Z",
        "2026-01-01T13:00:00+01:00",
        "1767268800000",
        " 1767268800000\n"
      })
  void aDeadlineIsAMomentOrMilliseconds(String text) {
    Request request = (Request) read("{'prompt': 'a'}", deadline(text));
    assertThat(request.deadline()).contains(Instant.parse("2026-01-01T12:00:00Z"));
  }

  @Test
  void withoutTheHeaderThereIsNoDeadline() {
    assertThat(((Request) read("{'prompt': 'a'}")).deadline()).isEmpty();
  }

  @Test
  void ofSeveralDeadlinesTheLastOneCounts() {
    Request request = (Request) read("{'prompt': 'a'}", deadline("1"), deadline("2"));
    assertThat(request.deadline()).contains(Instant.ofEpochMilli(2));
    assertThat(request.origin().headers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tomorrow",
        "",
        "-",
        "12:00",
        "2026-01-01T12:00:00",
        "99999999999999999999",
        "+999999999-12-31T23:59:59Z",
        "1.5"
      })
  void aDeadlineThatIsNoMomentIsRefusedByTheHeadersName(String text) {
    Refusal refusal = (Refusal) read("{'prompt': 'a'}", deadline(text));
    assertThat(refusal.error().code()).isEqualTo("invalid_value");
    assertThat(refusal.error().field()).isEqualTo("dsd-deadline");
    assertThat(refusal.error().message()).contains("2026-01-01T12:00:00Z");
  }

  @Test
  void aDeadlineHeaderWithoutAValueIsRefused() {
    Refusal refusal =
        (Refusal) read("{'prompt': 'a'}", new Header("dsd-deadline", Optional.empty()));
    assertThat(refusal.error().field()).isEqualTo("dsd-deadline");
  }

  private static Header deadline(String text) {
    return new Header("dsd-deadline", Optional.of(Bytes.utf8(text)));
  }

  private Arrival read(String text, Header... headers) {
    byte[] json = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return reader.read(origin(Arrays.asList(headers)), Optional.of(Bytes.owned(json)));
  }

  private static Origin origin(List<Header> headers) {
    return new Origin(SEQUENCE, 0, Optional.empty(), headers);
  }
}
