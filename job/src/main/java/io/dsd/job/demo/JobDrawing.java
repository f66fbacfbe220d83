package io.dsd.job.demo;

import io.dsd.job.options.Options;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Draws a job graph; the product's is {@link io.dsd.job.topology.Topology#draw}. */
@FunctionalInterface
public interface JobDrawing {

  /** Adds the job that {@code options} ask for to {@code environment}. */
  void draw(StreamExecutionEnvironment environment, Options options);
}
