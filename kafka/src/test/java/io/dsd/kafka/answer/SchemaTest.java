package io.dsd.kafka.answer;

import static io.dsd.kafka.answer.Answers.ORIGIN;
import static io.dsd.kafka.answer.Answers.completion;
import static io.dsd.kafka.answer.Answers.delta;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.Origin;
import io.dsd.message.request.RequestError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static final RecordLimit LIMIT = new RecordLimit(2048);

  @Test
  void anAnswerCarriesTheKeyAndTheHeadersOfItsPrompt() {
    ProducerRecord<byte[], byte[]> record =
        new AnswerSchema("completions", "tiny", LIMIT)
            .serialize(completion(Dialect.COMPLETION, "hi"), new Partitions(3), null);
    assertThat(record.topic()).isEqualTo("completions");
    assertThat(record.key()).asString(UTF_8).isEqualTo("key");
    assertThat(record.value()).asString(UTF_8).contains("text_completion");
    assertThat(headers(record)).containsExactly("trace=a", "trace=null");
  }

  @Test
  void anAnswerBeyondTheLimitBecomesAnError() {
    ProducerRecord<byte[], byte[]> record =
        new AnswerSchema("completions", "tiny", LIMIT)
            .serialize(completion(Dialect.COMPLETION, "x".repeat(3000)), new Partitions(1), null);
    assertThat(record.value())
        .hasSizeLessThan(LIMIT.bytes())
        .asString(UTF_8)
        .contains("answer_too_large", "the record size limit is 2048");
  }

  @Test
  void anErrorBeyondTheLimitStaysWhatItIs() {
    Origin origin = new Origin(new SequenceId("prompts", 0, 5), 0, Optional.empty(), List.of());
    RequestError error = new RequestError("unknown_field", "a", "x".repeat(3000));
    ProducerRecord<byte[], byte[]> record =
        new AnswerSchema("completions", "tiny", LIMIT)
            .serialize(new Failure(origin, "a", error), new Partitions(1), null);
    assertThat(record.value()).asString(UTF_8).contains("unknown_field", "x".repeat(3000));
  }

  @Test
  void piecesOfOneAnswerWithoutAKeyShareAPartitionAndAnswersSpread() {
    DeltaSchema schema = new DeltaSchema("deltas", "tiny");
    Set<Integer> used = new HashSet<>();
    for (int offset = 0; offset < 50; offset++) {
      Origin origin =
          new Origin(new SequenceId("prompts", 0, offset), 0, Optional.empty(), List.of());
      Set<Integer> ofOne = new HashSet<>();
      for (int token = 0; token < 5; token++) {
        Delta piece =
            new Delta(origin, "i", Dialect.CHAT, token, Ints.of(1), token, "a", Optional.empty());
        ofOne.add(schema.serialize(piece, new Partitions(4), null).partition());
      }
      assertThat(ofOne).hasSize(1);
      used.addAll(ofOne);
    }
    assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void piecesWithAKeyAreLeftToKafkasPartitioner() {
    ProducerRecord<byte[], byte[]> record =
        new DeltaSchema("deltas", "tiny")
            .serialize(delta(Dialect.CHAT, 0, Optional.empty()), new Partitions(4), null);
    assertThat(record.partition()).isNull();
    assertThat(record.key()).asString(UTF_8).isEqualTo("key");
  }

  @Test
  void aDeadLetterIsUnchangedButForHeadersThatSayWhy() {
    Bytes value = Bytes.of((byte) 0, (byte) 0xff);
    DeadLetter letter =
        new DeadLetter(ORIGIN, Optional.of(value), new RequestError("code", "field", "wäre"));
    ProducerRecord<byte[], byte[]> record =
        new DeadLetterSchema("dead-letters").serialize(letter, new Partitions(1), null);
    assertThat(record.value()).isEqualTo(value.toArray());
    assertThat(record.key()).asString(UTF_8).isEqualTo("key");
    assertThat(headers(record))
        .containsExactly(
            "trace=a",
            "trace=null",
            "dsd-error-code=code",
            "dsd-error-field=field",
            "dsd-error-message=wäre",
            "dsd-sequence=prompts-2@17");
  }

  @Test
  void aTombstoneStaysATombstone() {
    DeadLetter letter =
        new DeadLetter(ORIGIN, Optional.empty(), new RequestError("missing_value", "", "why"));
    assertThat(
            new DeadLetterSchema("dead-letters").serialize(letter, new Partitions(1), null).value())
        .isNull();
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      String value = header.value() == null ? null : new String(header.value(), UTF_8);
      headers.add(header.key() + "=" + value);
    }
    return headers;
  }

  /** A context whose topics all have the same number of partitions. */
  private record Partitions(int count) implements KafkaSinkContext {
    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return Ints.range(0, count).toArray();
    }
  }
}
