package io.dsd.job;

import io.dsd.job.command.Preflight;
import io.dsd.job.fetch.Fetcher;
import io.dsd.job.fetch.ModelCache;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.NamedModels;
import io.dsd.job.fetch.Pip;
import io.dsd.job.fetch.Progress;
import io.dsd.job.fetch.Shipped;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Topology;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as Flink's own tools start it: {@code flink run dsd-job.jar --config FILE}. */
public final class Main {

  private Main() {}

  /** Draws the job and hands it to the cluster that this runs for. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      throw new OptionsException(
          "the arguments are %s; give --config FILE (docs/configuration.md says what belongs in it)"
              .formatted(String.join(" ", arguments)));
    }
    ModelCache cache = ModelCache.of(System.getenv(), System.getProperty("user.home"));
    Fetcher fetcher =
        new Fetcher(cache, Pip.ofThisMachine(), Progress.Factory.silent(), System.err);
    Options options =
        NamedModels.resolve(
            OptionsReader.read(Path.of(arguments[1])), new ModelNames(fetcher, Shipped.nothing()));
    Topology.check(options);
    Preflight.check(options.kafka().forClients(), Optional.empty());
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Topology.draw(environment, options);
    environment.execute("dsd");
  }
}
