package io.dsd.kafka.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PromptSchemaTest {

  @Test
  void aRecordsPlaceKeyAndHeadersBecomeTheOrigin() throws Exception {
    Arrival arrival = read(Optional.empty(), "{\"prompt\": \"a\"}");
    assertThat(arrival).isInstanceOf(Request.class);
    assertThat(arrival.origin())
        .isEqualTo(
            new Origin(
                new SequenceId("prompts", 3, 99),
                12345,
                Optional.of(Bytes.utf8("key")),
                List.of(
                    new Header("h", Optional.of(Bytes.utf8("v"))),
                    new Header("h", Optional.empty()))));
  }

  @Test
  void aTombstoneIsOneRefusal() throws Exception {
    assertThat(read(Optional.empty(), null)).isInstanceOf(Refusal.class);
  }

  @Test
  void aBugWhileReadingOneRecordIsARefusalAndNotAnException() throws Exception {
    String value = "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}";
    Arrival arrival = read(Optional.of(new IllegalStateException("bug")), value);
    assertThat(arrival).isInstanceOf(Refusal.class);
    Refusal refusal = (Refusal) arrival;
    assertThat(refusal.error().code()).isEqualTo("internal_error");
    assertThat(refusal.id()).isEqualTo("key");
    assertThat(refusal.value()).contains(Bytes.utf8(value));
  }

  private static Arrival read(Optional<RuntimeException> bug, String value) throws Exception {
    PromptSchema schema =
        new PromptSchema(
            () ->
                new PromptReader(
                    new ByteTokenizer(),
                    bug.map(
                        failure ->
                            messages -> {
                              throw failure;
                            }),
                    100,
                    RequestDefaults.standard(),
                    RecordLimit.standard()),
            TypeInformation.of(Arrival.class));
    schema.open(null);
    RecordHeaders headers = new RecordHeaders();
    headers.add("h", "v".getBytes(StandardCharsets.UTF_8)).add("h", null);
    Gathered out = new Gathered();
    schema.deserialize(
        new ConsumerRecord<>(
            "prompts",
            3,
            99,
            12345,
            TimestampType.CREATE_TIME,
            3,
            0,
            "key".getBytes(StandardCharsets.UTF_8),
            value == null ? null : value.getBytes(StandardCharsets.UTF_8),
            headers,
            Optional.empty()),
        out);
    assertThat(out.arrivals).hasSize(1);
    return out.arrivals.get(0);
  }

  private static final class Gathered implements Collector<Arrival> {

    private final List<Arrival> arrivals = new ArrayList<>();

    @Override
    public void collect(Arrival arrival) {
      arrivals.add(arrival);
    }

    @Override
    public void close() {}
  }
}
