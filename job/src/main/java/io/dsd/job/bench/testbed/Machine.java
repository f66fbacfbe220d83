package io.dsd.job.bench.testbed;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that measurements are made on. */
public final class Machine {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final double GIBIBYTE = 1 << 30;

  private Machine() {}

  /** Processor, cores, memory, and how busy it is. */
  public static String words() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, %.0f GiB, load %.1f"
        .formatted(
            processor(),
            system.getAvailableProcessors(),
            system.getTotalMemorySize() / GIBIBYTE,
            system.getSystemLoadAverage());
  }

  private static String processor() {
    try {
      return lines().stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException unreadable) {
      return System.getProperty("os.arch");
    }
  }

  private static List<String> lines() throws IOException {
    return Files.isReadable(PROCESSORS) ? Files.readAllLines(PROCESSORS) : List.of();
  }
}
