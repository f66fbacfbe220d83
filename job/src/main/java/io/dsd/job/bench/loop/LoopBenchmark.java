package io.dsd.job.bench.loop;

import io.dsd.job.bench.BenchException;
import io.dsd.job.bench.result.Occasion;
import io.dsd.job.bench.statistic.Sample;
import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.cluster.Undoing;
import io.dsd.job.link.LinkShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/** Measures empty loops on a cluster of processes that it starts and stops. */
public final class LoopBenchmark {

  private static final long SMALLEST_SEGMENT = 32 << 10;
  private static final int RING_TRIPS = 1_000;
  private static final long RING_BYTES = 256 << 20;

  private final LoopPlan plan;
  private final LinkShape link;
  private final ClusterFolder folder;
  private final Path jobJar;

  /**
   * Starts nothing yet.
   *
   * @param link between any two task managers
   * @param folder of a cluster that nobody else uses
   * @param jobJar the job's jar, with {@code lib/} beside it
   */
  public LoopBenchmark(LoopPlan plan, LinkShape link, ClusterFolder folder, Path jobJar) {
    this.plan = plan;
    this.link = link;
    this.folder = folder;
    this.jobJar = jobJar;
  }

  /** How many steps {@link #measure} makes. */
  public int steps() {
    return plan.shapes().size() + 2 * plan.sizes().size();
  }

  /**
   * Measures.
   *
   * @param occasion this one
   * @param progress takes a line at each step of the cluster's start
   * @param step is run after each step
   * @throws BenchException if the job fails
   * @throws io.dsd.job.cluster.ClusterException if the cluster does not come up
   */
  public LoopResult measure(Occasion occasion, Consumer<String> progress, Runnable step)
      throws IOException, InterruptedException {
    List<List<Long>> rings = new ArrayList<>();
    for (int bytes : plan.sizes()) {
      rings.add(ring(bytes, step));
    }
    Cluster cluster = new Cluster(folder);
    cluster.requireNone();
    ClusterState state = cluster.start(cluster(), jobJar, progress);
    List<long[]> trips = new Undoing(cluster::stop).always(() -> loops(state, step));
    // before and after: what else this machine does falls on both
    for (int size = 0; size < plan.sizes().size(); size++) {
      rings.get(size).addAll(ring(plan.sizes().get(size), step));
    }
    return result(occasion, trips, rings);
  }

  private ClusterPlan cluster() {
    long half = (plan.recordBytes() + 1) / 2;
    long segment = Math.max(SMALLEST_SEGMENT, Long.highestOneBit(half - 1) << 1);
    return new ClusterPlan(
        TaskManagers.ofSlices(plan.slices()),
        link,
        MetricsPorts.none(),
        "none",
        "bf16",
        new MemorySize(segment),
        0,
        0,
        false);
  }

  private List<Long> ring(int bytes, Runnable step) throws IOException {
    int count = (int) Math.min(RING_TRIPS, Math.max(50, RING_BYTES / bytes / plan.hops()));
    try (TcpRing ring = new TcpRing(plan.hops(), bytes)) {
      ring.trips(count, bytes);
      List<Long> trips = ring.trips(count, bytes);
      step.run();
      return trips;
    }
  }

  private List<long[]> loops(ClusterState state, Runnable step) throws InterruptedException {
    String[] address = state.jobManager().split(":", -1);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(
            address[0], Integer.parseInt(address[1]), folder.client(), jobJar.toString());
    List<long[]> results = new ArrayList<>();
    CloseableIterator<long[]> trips = LoopJob.draw(environment, plan).collectAsync();
    try {
      environment.executeAsync("dsd bench loop");
      while (trips.hasNext()) {
        results.add(trips.next());
        step.run();
      }
      trips.close();
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failed) {
      throw new BenchException(
          "the loop's job failed: %s; the logs are in %s"
              .formatted(failed.getMessage(), folder.logs()),
          failed);
    }
    if (results.size() != plan.shapes().size()) {
      throw new BenchException(
          "the loop's job ended after %d of %d measurements; the logs are in %s"
              .formatted(results.size(), plan.shapes().size(), folder.logs()));
    }
    return results;
  }

  private LoopResult result(Occasion occasion, List<long[]> trips, List<List<Long>> rings) {
    List<LoopPoint> points = new ArrayList<>();
    for (long[] measured : trips) {
      LoopShape shape = plan.shapes().get((int) measured[0]);
      Sample loop = millis(Arrays.stream(measured).skip(2));
      Sample ring =
          millis(
              rings.get(plan.sizes().indexOf(shape.bytes())).stream().mapToLong(Long::longValue));
      points.add(
          new LoopPoint(
              shape.bytes(),
              shape.inFlight(),
              loop.size(),
              loop.median(),
              loop.quantile(0.99),
              loop.size() / (measured[1] / 1e9),
              ring.median(),
              ring.quantile(0.99)));
    }
    // the head and the tail are in the first slice's process
    int links = plan.slices() > 1 ? plan.slices() : 0;
    return new LoopResult(occasion, plan.hops(), links * (link.latency().toNanos() / 1e6), points);
  }

  private static Sample millis(LongStream nanos) {
    return new Sample(nanos.mapToObj(each -> each / 1e6).toList());
  }
}
