package io.dsd.tests.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.Passes;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker whose prompts are written record by record, and on which one job follows another. */
final class Station implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final EmbeddedBroker broker;
  private int jobs;

  /** Starts a broker with topics of so many partitions. */
  Station(Path directory, int partitions) {
    this.directory = directory;
    this.broker = EmbeddedBroker.start(directory.resolve("broker"), RecordLimit.standard());
    KafkaOptions options = KafkaOptions.standard(broker.bootstrapServers());
    try (BrokerAdmin admin = new BrokerAdmin(options)) {
      new Topics(admin).ensure(Topics.plans(options, partitions, (short) 1));
    }
  }

  /**
   * Starts a job.
   *
   * @param changed settings besides model and topics
   * @param around what is put around the slices
   */
  LocalJob job(
      Map<String, String> changed, UnaryOperator<SliceSettings> around, Optional<String> savepoint)
      throws Exception {
    Map<String, String> settings = new TreeMap<>();
    settings.put("model", TinyModel.directory());
    settings.put("dtype", "fp32");
    settings.put("loop.max-active", "4");
    settings.put("kafka.deltas.enabled", "true");
    settings.putAll(changed);
    return LocalJob.start(
        broker, directory.resolve("flink-" + jobs++), settings, around, savepoint);
  }

  /** Lets the first slice make so many forward passes, and then holds it. */
  static UnaryOperator<SliceSettings> heldAfter(int passes) {
    Passes.grant(passes);
    return slice -> slice.kernels().toString().contains("first=0") ? Passes.hold(slice) : slice;
  }

  /** Writes prompts, in order. */
  void send(List<StoredPrompt> prompts) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (StoredPrompt prompt : prompts) {
        producer.send(prompt.record()).get();
      }
    }
  }

  /** The answers on the completions topic once there are so many, in the order of their ids. */
  static List<JsonNode> answers(LocalJob job, int count) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.committed("completions", count)) {
      answers.add(JSON.readTree(record.value()));
    }
    answers.sort(Comparator.comparing(answer -> answer.path("id").asText()));
    return answers;
  }

  /**
   * All answers but the one to a prompt that this sends when {@code count} have come: what could
   * still come twice is there before that one.
   */
  List<JsonNode> lastAnswers(LocalJob job, int count) throws Exception {
    answers(job, count);
    send(
        List.of(
            new StoredPrompt(
                0,
                System.currentTimeMillis(),
                "",
                Map.of(),
                """
                {"id": "zz-last", "prompt": "Good night", "max_tokens": 3}""")));
    List<JsonNode> all = answers(job, count + 1);
    assertThat(all).extracting(answer -> answer.path("id").asText()).endsWith("zz-last");
    return all.subList(0, all.size() - 1);
  }

  /** What a run that nothing disturbs answers to {@code prompts}. */
  static Scenario undisturbed(Path directory, List<StoredPrompt> prompts, int partitions)
      throws Exception {
    try (Station station = new Station(directory, partitions)) {
      station.send(prompts);
      try (LocalJob job = station.job(Map.of(), slice -> slice, Optional.empty())) {
        return new Scenario(
            prompts,
            station.lastAnswers(job, prompts.size()).stream().map(StoredAnswer::of).toList());
      }
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
