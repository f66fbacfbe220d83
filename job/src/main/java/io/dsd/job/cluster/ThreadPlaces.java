package io.dsd.job.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the threads run that a task manager computes with, as variables of OpenMP for its
 * environment: each on a processor of its own, or the second often shares one with the first
 * (docs/performance.md). Task managers begin with different processors, so that they do not all ask
 * for the same one at once.
 *
 * @param processors those that this process may use; none if that is not known
 * @param given the variables that the user has set
 */
record ThreadPlaces(List<Integer> processors, Set<String> given) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  /** Each of these says already where threads run. */
  private static final Set<String> SETTINGS =
      Set.of("OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY");

  /** Those of this process. */
  static ThreadPlaces here() throws IOException {
    List<Integer> allowed = List.of();
    if (Files.isReadable(STATUS)) {
      allowed =
          Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith(ALLOWED))
              .flatMap(line -> list(line.substring(ALLOWED.length()).trim()).stream())
              .toList();
    }
    return of(allowed, Runtime.getRuntime().availableProcessors(), System.getenv().keySet());
  }

  /**
   * Those of a process that may run on some processors. If a quota gives it the time of fewer, all
   * containers with one would choose the same, so none is chosen.
   *
   * @param worth how many processors' time it has
   */
  static ThreadPlaces of(List<Integer> allowed, int worth, Set<String> given) {
    return new ThreadPlaces(allowed.size() == worth ? allowed : List.of(), given);
  }

  /** Reads Linux's form of a list, such as {@code 0-3,8}. */
  static List<Integer> list(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      List<String> ends = List.of(part.split("-", 2));
      IntStream.rangeClosed(
              Integer.parseInt(ends.get(0)), Integer.parseInt(ends.get(ends.size() - 1)))
          .forEach(numbers::add);
    }
    return numbers;
  }

  /** The variables of the task manager of that number, as {@code NAME=VALUE}. */
  List<String> variables(int taskManager) {
    if (processors.size() < 2 || SETTINGS.stream().anyMatch(given::contains)) {
      return List.of();
    }
    List<Integer> turned = new ArrayList<>(processors);
    Collections.rotate(turned, -taskManager);
    return List.of(
        "OMP_PROC_BIND=true",
        turned.stream().map("{%d}"::formatted).collect(Collectors.joining(",", "OMP_PLACES=", "")));
  }
}
