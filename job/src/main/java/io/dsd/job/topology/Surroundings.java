package io.dsd.job.topology;

import static java.util.Objects.requireNonNull;

import io.dsd.message.request.Answer;
import io.dsd.operator.draft.DraftSettings;
import io.dsd.operator.slice.SliceSettings;
import java.util.function.UnaryOperator;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * What is put around parts of the job, such as faults.
 *
 * @param slices gives the settings that take the place of a slice's
 * @param draft gives the settings that take the place of the draft's
 * @param completions gives the sink that takes the place of that for completions
 */
public record Surroundings(
    SliceSurroundings slices,
    UnaryOperator<DraftSettings> draft,
    UnaryOperator<Sink<Answer>> completions) {

  /** Checks that nothing is null. */
  public Surroundings {
    requireNonNull(slices, "slices");
    requireNonNull(draft, "draft");
    requireNonNull(completions, "completions");
  }

  /** What is put around slices. */
  @FunctionalInterface
  public interface SliceSurroundings {

    /** The settings that take the place of those of the slice of that number, from 0 on. */
    SliceSettings around(int slice, SliceSettings settings);
  }

  /** Nothing at all. */
  public static Surroundings none() {
    return ofSlices((slice, settings) -> settings);
  }

  /** Something around slices, and nothing around the rest. */
  public static Surroundings ofSlices(SliceSurroundings slices) {
    return new Surroundings(slices, UnaryOperator.identity(), UnaryOperator.identity());
  }
}
