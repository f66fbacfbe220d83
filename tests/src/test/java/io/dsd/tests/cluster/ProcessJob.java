package io.dsd.tests.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.link.LinkShape;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.SavedState;
import io.dsd.job.topology.Topology;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.tests.process.FlinkDistribution;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The job on a cluster of processes of its own, worked through Flink's client. */
public final class ProcessJob implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final ClusterFolder folder;
  private final Cluster cluster;
  private final ClusterState started;
  private JobID job = new JobID();

  private ProcessJob(ClusterFolder folder, Cluster cluster, ClusterState started) {
    this.folder = folder;
    this.cluster = cluster;
    this.started = started;
  }

  /** Starts the cluster; the job is still to be submitted, and its topics to be made. */
  public static ProcessJob start(Path home, ClusterPlan plan) throws Exception {
    ClusterFolder folder = new ClusterFolder(home.toAbsolutePath().normalize());
    Cluster cluster = new Cluster(folder);
    return new ProcessJob(
        folder, cluster, cluster.start(plan, FlinkDistribution.jobJar(), line -> {}));
  }

  /** A plan for the tiny model in fp32: so many slices, one replica, nothing between them. */
  public static ClusterPlan plan(int slices) {
    return plan(TaskManagers.ofSlices(slices));
  }

  /** A plan for the tiny model in fp32, with nothing between its task managers. */
  public static ClusterPlan plan(TaskManagers taskManagers) {
    LinkShape none = new LinkShape(Duration.ZERO, Duration.ZERO, LinkShape.UNLIMITED);
    MemorySize segment = MemorySize.parse("32k");
    return new ClusterPlan(
        taskManagers,
        none,
        MetricsPorts.none(),
        TinyModel.directory(),
        "fp32",
        segment,
        0,
        0,
        false);
  }

  /** Makes the topics, of one partition each. */
  public void makeTopics() {
    KafkaOptions kafka = options(Map.of("kafka.deltas.enabled", "true")).kafka().forClients();
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
  }

  /** Writes prompts to their topic, in their order. */
  public void send(List<byte[]> prompts) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] prompt : prompts) {
        producer.send(new ProducerRecord<>("prompts", prompt)).get();
      }
    }
  }

  /** The cluster that the job runs on. */
  public Cluster cluster() {
    return cluster;
  }

  /** Where jobs are submitted. */
  public String address() {
    return started.jobManager();
  }

  /** Where the broker is. */
  public String brokers() {
    return started.brokers();
  }

  /**
   * Submits the job.
   *
   * @param changed settings besides those that the cluster has written
   * @param from what to begin with
   */
  public void submit(Map<String, String> changed, Optional<String> from) throws Exception {
    String[] address = started.jobManager().split(":", 2);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address[0], Integer.parseInt(address[1]), FlinkDistribution.jobJar().toString());
    Topology.draw(environment, options(changed));
    Configuration beginning = new Configuration();
    from.ifPresent(path -> beginning.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    environment.configure(beginning);
    job = environment.executeAsync("dsd").getJobID();
  }

  private Options options(Map<String, String> changed) {
    try {
      Map<String, String> all = new HashMap<>();
      flatten("", new YAMLMapper().readTree(folder.jobConfiguration().toFile()), all);
      all.putAll(changed);
      return OptionsReader.of("the test", all);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isObject()) {
        flatten(prefix + field.getKey() + ".", field.getValue(), into);
      } else {
        into.put(prefix + field.getKey(), field.getValue().asText());
      }
    }
  }

  /** The job's id. */
  public String id() {
    return job.toHexString();
  }

  /** What the job manager knows of the job; empty while it does not answer. */
  public Optional<JsonNode> status() {
    return cluster.ask("/jobs/" + id()).filter(answer -> answer.has("state"));
  }

  /** Whether the job has been submitted and has not ended. */
  public boolean isKnown() {
    return !state().isEmpty() && !JobStatus.valueOf(state()).isGloballyTerminalState();
  }

  /** Whether all tasks run. */
  public boolean runs() {
    // a job manager that has just come back knows of no tasks yet
    return status()
        .map(answer -> answer.at("/status-counts/RUNNING").asInt(-1) == tasks(answer))
        .orElse(false);
  }

  private static int tasks(JsonNode answer) {
    return Math.max(1, answer.path("vertices").size());
  }

  /** The task manager of each task's first replica; empty while nobody answers. */
  public Map<String, String> places() {
    Map<String, String> places = new HashMap<>();
    cluster
        .placement(id())
        .forEach((task, on) -> on.stream().findFirst().ifPresent(each -> places.put(task, each)));
    return places;
  }

  /** How many replicas a task has. */
  public int subtasks(String task) {
    return cluster.placement(id()).getOrDefault(task, List.of()).size();
  }

  /** Ends the job at once; its last checkpoint stays. */
  public void cancel() throws Exception {
    try (RestClusterClient<StandaloneClusterId> client = client()) {
      client.cancel(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    await("the end of the job", () -> state().equals(JobStatus.CANCELED.name()));
  }

  /** The newest checkpoint that any job has kept. */
  public String newestCheckpoint() {
    return SavedState.newest(options(Map.of()).checkpoint().directory());
  }

  /** Ends the job with a savepoint; where it is. */
  public String stop(Path directory) throws Exception {
    try (RestClusterClient<StandaloneClusterId> client = client()) {
      String savepoint =
          client
              .stopWithSavepoint(
                  job, false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      await("the end of the job", () -> state().equals(JobStatus.FINISHED.name()));
      return savepoint;
    }
  }

  private String state() {
    return status().map(answer -> answer.path("state").asText()).orElse("");
  }

  private RestClusterClient<StandaloneClusterId> client() throws Exception {
    String[] address = started.jobManager().split(":", 2);
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, address[0]);
    configuration.set(RestOptions.PORT, Integer.parseInt(address[1]));
    return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
  }

  /** Waits until something is so. */
  public static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .until(condition);
  }

  /** All committed records of a topic, read from its start, once there are {@code count}. */
  public List<ConsumerRecord<byte[], byte[]>> committed(String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
      await(
          "%d records of %s".formatted(count, topic),
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            return records.size() >= count;
          });
    }
    return records;
  }

  /** The records of a topic that are committed by now. */
  public List<ConsumerRecord<byte[], byte[]>> committedSoFar(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.keySet().stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** The answers on the completions topic once there are so many, in the order of their ids. */
  public List<JsonNode> answers(int count) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : committed("completions", count)) {
      answers.add(JSON.readTree(record.value()));
    }
    answers.sort(Comparator.comparing(answer -> answer.path("id").asText()));
    return answers;
  }

  /** Reads the only partition of a topic from its start, committed records alone. */
  public KafkaConsumer<byte[], byte[]> consumer(String topic) {
    KafkaConsumer<byte[], byte[]> consumer = Consumers.ofCommitted(brokers());
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    return consumer;
  }

  @Override
  public void close() {
    try {
      cluster.stop();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
