package io.dsd.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.job.demo.DemoException;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.message.SequenceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes cancel records to the prompts topic. */
@Command(
    name = "cancel",
    description =
        "Ends sequences early: each answer is what it is by then, with finish_reason cancelled.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CancelCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACE = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BrokerFlags broker;

  @Parameters(
      paramLabel = "PLACE",
      arity = "1..*",
      description =
          "Where a prompt's record lies, as `dsd send` prints it, such as prompts-0@17; the cancel record goes to the same partition.")
  private List<String> places = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    List<SequenceId> targets = places.stream().map(this::place).toList();
    KafkaOptions options = broker.options();
    targets.stream()
        .map(SequenceId::topic)
        .distinct()
        .forEach(topic -> Preflight.requireTopic(options, topic));
    Properties properties = new ClientProperties(options).producer();
    properties.putIfAbsent("max.block.ms", SendCommand.PATIENCE_MILLIS);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (SequenceId target : targets) {
        spec.commandLine().getOut().println(producer.send(record(target)).get());
      }
      return 0;
    } catch (ExecutionException refused) {
      throw new DemoException(
          "the cancel record was not taken: " + refused.getCause().getMessage(), refused);
    }
  }

  private SequenceId place(String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "PLACE: '%s' is not allowed; give TOPIC-PARTITION@OFFSET, such as prompts-0@17"
              .formatted(text));
    }
    return new SequenceId(
        place.group(1), Integer.parseInt(place.group(2)), Long.parseLong(place.group(3)));
  }

  private static ProducerRecord<byte[], byte[]> record(SequenceId target) {
    ObjectNode object = JSON.createObjectNode();
    object
        .putObject("cancel")
        .put("topic", target.topic())
        .put("partition", target.partition())
        .put("offset", target.offset());
    byte[] value = object.toString().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(target.topic(), target.partition(), null, value);
  }
}
