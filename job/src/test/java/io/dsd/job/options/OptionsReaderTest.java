package io.dsd.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.round.ComputeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsReaderTest {

  private static final String LEAST =
      """
      model: /models/target
      kafka:
        bootstrap-servers: broker:9092
      """;

  @Test
  void whatTheFileLeavesOutHasItsDefault() {
    Options options = OptionsReader.parse("dsd.yaml", LEAST);

    assertThat(options.model()).isEqualTo("/models/target");
    assertThat(options.slices().count()).isEqualTo(3);
    assertThat(options.dtype()).isEqualTo(ComputeType.BF16);
    assertThat(options.draft())
        .isEqualTo(new DraftSection(DraftKind.NGRAM, "", 7, 0, 1, DraftPolicy.FIXED, true, false));
    assertThat(options.kv().memory()).isEqualTo(MemorySize.parse("1g"));
    assertThat(options.kafka().delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
    assertThat(options.kafka().transactionTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(options.kafka().properties()).isEmpty();
    assertThat(options.checkpoint().directoryIfSet()).isEmpty();
    assertThat(options.restart().delay()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void everyKindOfValueIsRead() {
    Options options =
        OptionsReader.parse(
            "dsd.yaml",
            """
            model: /models/target
            slices: 5
            dtype: fp32
            draft: {kind: model, model: /models/draft, length: 4}
            kv.memory: 512m
            kafka:
              bootstrap-servers: broker:9092
              delivery: at-least-once
              deltas: {enabled: false}
              properties:
                security.protocol: SASL_SSL
                max.poll.records: 10
            request: {temperature: 0.7, top-p: 0.9}
            checkpoint: {interval: 200ms, directory: "file:///checkpoints"}
            """);

    assertThat(options.slices().count()).isEqualTo(5);
    assertThat(options.dtype()).isEqualTo(ComputeType.FP32);
    assertThat(options.draft().kind()).isEqualTo(DraftKind.MODEL);
    assertThat(options.kv().memory().getMebiBytes()).isEqualTo(512);
    assertThat(options.kafka().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(options.kafka().deltas().enabled()).isFalse();
    assertThat(options.kafka().properties())
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "max.poll.records", "10"));
    assertThat(options.request().temperature()).isEqualTo(0.7);
    assertThat(options.checkpoint().interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(options.checkpoint().directoryIfSet()).contains("file:///checkpoints");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slices: three         | slices: 'three' is not allowed; give a whole number from 1 to 1024",
        "slices: 0             | slices: '0' is not allowed; give a whole number from 1 to 1024",
        "slices: [1, 0]        | slices: '[1, 0]' is not allowed; give a whole number from 1 to 1024, or a list",
        "slices: [[1]]         | slices: [[1]] is a list of lists or sections; no setting takes one",
        "parallelism: [1]      | parallelism: '[1]' is not allowed; give a whole number from 1 to",
        "placement.machines: [1, 0, 1] | placement.machines: '[1, 0, 1]' is not allowed; give a list of speeds",
        "placement.machines: [1, 2]    | placement.machines: 2 are given for 3 slices; give one for each",
        "slices:               | slices: has no value; give one or remove the line",
        "dtype: fp16           | dtype: 'fp16' is not allowed; give bf16 or fp32",
        "kv.memory: lots       | kv.memory: 'lots' is not allowed; give a size (such as 64m or 1g), 1m or more",
        "checkpoint.interval: 1ms | checkpoint.interval: '1ms' is not allowed; give a duration",
        "request.top-p: 0      | request.top-p: '0' is not allowed; give a number above 0, at most 1",
        "request.temperature: NaN | request.temperature: 'NaN' is not allowed; give a number from 0",
        "kafka.deltas.enabled: maybe | kafka.deltas.enabled: 'maybe' is not allowed; give true or false",
        "kafka.prompts: ''            | kafka.prompts: '' is not allowed; give text that is not empty",
        "slice: 3              | slice: there is no such key; did you mean slices?",
        "delivery: exactly-once | delivery: there is no such key; did you mean kafka.delivery?",
        "kafka.bootstrap: b:1  | kafka.bootstrap: there is no such key",
        "wholly-unrelated: 1   | wholly-unrelated: there is no such key; remove it",
        "draft: ngram          | draft: 'ngram' is given where keys belong: draft.kind, draft.model",
        "draft.kind: model     | draft.model: missing, but draft.kind is model",
        "draft.kind: eagle3    | draft.model: missing, but draft.kind is eagle3; name the directory",
        "draft.model: /models/d | draft.model: '/models/d' is given, but draft.kind is ngram",
        "draft.nodes: 3        | draft.nodes: 3 is less than draft.length, 7",
        "draft.window: 5       | draft.window: '5' is not allowed; give a whole number from 1 to 4",
        "parallelism: 256      | parallelism: 256 is more than max-parallelism, 128",
        "kafka.transaction-timeout: 1s | kafka.transaction-timeout: 1s is not longer than checkpoint",
        "restart.delay: 20s    | restart.delay: 20s is more than restart.max-delay, 5s",
        "model: /models/other  | dsd.yaml: not YAML: line 4: Duplicate field 'model'",
        "kafka.bootstrap-servers: b:1 | kafka.bootstrap-servers: given twice; remove one of them",
      })
  void whatIsNotAllowedIsNamedWithWhatIs(String line, String message) {
    assertThatThrownBy(() -> OptionsReader.parse("dsd.yaml", LEAST + line + "\n"))
        .isInstanceOf(OptionsException.class)
        .hasMessageStartingWith("dsd.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() -> OptionsReader.parse("dsd.yaml", "slices: 0\ndtyp: bf16\n"))
        .hasMessage(
            """
            dsd.yaml cannot be used:
              model: missing, and it has no default; give text that is not empty
              slices: '0' is not allowed; give a whole number from 1 to 1024, or a list of them (such as [8, 8, 14])
              kafka.bootstrap-servers: missing, and it has no default; give text that is not empty
              dtyp: there is no such key; did you mean dtype?""");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> OptionsReader.read(Path.of("/nowhere/dsd.yaml")))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("/nowhere/dsd.yaml: there is no such file");
  }

  @Test
  void fullKeysAndTheirValuesGiveTheSameOptions() {
    assertThat(
            OptionsReader.of(
                Map.of("model", "/models/target", "kafka.bootstrap-servers", "broker:9092")))
        .isEqualTo(OptionsReader.parse("dsd.yaml", LEAST));
  }

  @Test
  void optionsTravelToOperatorsBySerialization() throws Exception {
    Options options = OptionsReader.parse("dsd.yaml", LEAST + "kafka.properties.a: b\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(options);
    }
  }
}
