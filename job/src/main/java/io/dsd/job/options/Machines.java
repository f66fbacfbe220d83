package io.dsd.job.options;

import io.dsd.model.slice.Machine;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * What the machines of slices can do, in their order: the speed of each one and, if it matters, the
 * memory that its slice may take, as in {@code [1, 1, 2]} or {@code [1 8g, 1 8g, 2 24g]}.
 */
public final class Machines implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<Machine> list;

  private Machines(List<Machine> list) {
    this.list = new ArrayList<>(list);
  }

  /** What {@code text} stands for; throws IllegalArgumentException if that is nothing. */
  static Machines parse(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String inner = (bracketed ? text.substring(1, text.length() - 1) : text).strip();
    if (inner.isEmpty()) {
      return new Machines(List.of());
    }
    return new Machines(Arrays.stream(inner.split(",", -1)).map(Machines::machine).toList());
  }

  private static Machine machine(String text) {
    String[] words = text.strip().split(" +", 2);
    double speed = Double.parseDouble(words[0]);
    return words.length == 1
        ? Machine.ofSpeed(speed)
        : new Machine(speed, MemorySize.parse(words[1]).getBytes());
  }

  /** The machines; none if nothing is known of them. */
  public List<Machine> list() {
    return List.copyOf(list);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Machines that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
