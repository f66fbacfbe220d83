package io.dsd.job.command;

import io.dsd.job.demo.DemoException;
import io.dsd.job.demo.Prompt;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.prompt.DeadlineHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes prompt records to a topic. */
@Command(
    name = "send",
    description = "Sends prompts to the prompts topic, and prints where each record lies.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SendCommand implements Callable<Integer> {

  static final String PATIENCE_MILLIS = "30000";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BrokerFlags broker;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "prompts",
      description = "The topic (default: ${DEFAULT-VALUE}).")
  private String topic = "prompts";

  @Option(
      names = "--prompts",
      paramLabel = "FILE.jsonl",
      description = "A file of records, one a line, sent as they are.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--raw",
      description = "Send texts as `prompt`, not as a user's message for the chat template.")
  private boolean raw;

  @Option(names = "--stream", description = "Ask for deltas.")
  private boolean stream;

  @Option(names = "--seed", paramLabel = "SEED", description = "The seed of the texts.")
  private Long seed;

  @Option(names = "--key", paramLabel = "TEXT", description = "The key of every record.")
  private String key;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      description = "Ends the answers after so long from now, such as 30s, however far they are.")
  private String deadline;

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Prompts.")
  private List<String> texts = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    List<Prompt> prompts = new ArrayList<>();
    OptionalLong chosen = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    texts.forEach(text -> prompts.add(Prompt.of(text, !raw, stream, chosen)));
    files.forEach(file -> prompts.addAll(PromptFile.read(file, spec.commandLine())));
    if (prompts.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Nothing to send: give a TEXT, or --prompts FILE.jsonl.");
    }
    Optional<Instant> end =
        Optional.ofNullable(deadline)
            .map(text -> Instant.now().plus(Durations.of("--deadline", text, spec)));
    KafkaOptions options = broker.options();
    Preflight.requireTopic(options, topic);
    Properties properties = new ClientProperties(options).producer();
    properties.putIfAbsent("max.block.ms", PATIENCE_MILLIS);
    byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Prompt prompt : prompts) {
        RecordMetadata place = producer.send(record(topic, bytes, prompt, end)).get();
        spec.commandLine().getOut().println(place);
      }
      return 0;
    } catch (ExecutionException refused) {
      throw new DemoException(
          "%s does not take the prompt: %s".formatted(topic, refused.getCause().getMessage()),
          refused);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, byte[] key, Prompt prompt, Optional<Instant> end) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key, prompt.record().toArray());
    end.ifPresent(
        moment ->
            record
                .headers()
                .add(DeadlineHeader.NAME, moment.toString().getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
