package io.dsd.k8s.command;

import io.dsd.job.memory.TaskManagerMemory;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.k8s.render.Overlay;
import io.dsd.k8s.render.PodSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an overlay of the base for a model, its slices, GPUs and topics. */
@Command(
    name = "render",
    description = "Writes a kustomize overlay for a model, slices, GPUs and topics.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RenderCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Where the overlay is written.")
  private Path directory = Path.of(".");

  @Option(
      names = "--model",
      paramLabel = "PATH",
      required = true,
      description = "The model's path in pods, below /models/.")
  private String model = "";

  @Option(
      names = "--file",
      paramLabel = "'SHA256 PATH URL'",
      required = true,
      description = "A file of the model, its path below /models and where it lies; repeatable.")
  private List<String> files = List.of();

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Kafka's brokers, as pods reach them.")
  private String brokers = "";

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many slices the model is cut into (default: ${DEFAULT-VALUE}).")
  private int slices;

  @Option(
      names = "--gpus",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many NVIDIA GPUs each task manager has (default: ${DEFAULT-VALUE}).")
  private int gpus;

  @Option(
      names = "--regions",
      paramLabel = "REGION,...",
      split = ",",
      description =
          "Where slices run, spread over them in order: values of the nodes' label"
              + " topology.kubernetes.io/region. Each slice then has task managers of its own.")
  private List<String> regions = List.of();

  @Option(
      names = "--here",
      paramLabel = "DIR|FILE",
      description =
          "The same model on this machine: the memory of task managers is computed from its"
              + " headers.")
  private Optional<Path> here = Optional.empty();

  @Option(
      names = "--off-heap",
      paramLabel = "MIB",
      description =
          "Instead of --here, the native memory of a task manager in MiB: weights, KV caches and"
              + " tensors; `dsd model show --kubernetes` computes it.")
  private Optional<Integer> offHeap = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any other setting of docs/configuration.md, such as kafka.prompts=questions;"
              + " repeatable.")
  private Map<String, String> settings = Map.of();

  @Override
  public Integer call() throws IOException {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("model", model);
    all.put("slices", Integer.toString(slices));
    all.put("kafka.bootstrap-servers", brokers);
    Path home = Path.of(System.getProperty("dsd.k8s.home", "."));
    PodSize pod = new PodSize(gpus, memory(OptionsReader.of("the settings", all)));
    new Overlay(all, files, pod, regions).write(directory, home);
    spec.commandLine()
        .getOut()
        .printf("written; `dsd k8s check %s` says whether a cluster takes it%n", directory);
    return 0;
  }

  private TaskManagerMemory memory(Options options) {
    if (here.isPresent() == offHeap.isPresent()) {
      throw new OptionsException(
          "--here: give the model on this machine, so that memory is computed from it, or"
              + " --off-heap, and not both");
    }
    return here.map(model -> TaskManagerMemory.of(model, options))
        .orElseGet(() -> TaskManagerMemory.ofOffHeap(offHeap.orElseThrow()));
  }
}
