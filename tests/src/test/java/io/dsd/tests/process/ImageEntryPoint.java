package io.dsd.tests.process;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointUtils;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * What Flink's image starts for {@code standalone-job}: a job manager whose job lies in {@code
 * usrlib/}. Flink has it in {@code flink-container}, which is not on Maven Central.
 */
@SuppressWarnings("try") // the parent is closed asynchronously
public final class ImageEntryPoint extends ApplicationClusterEntryPoint {

  private static final List<String> FLAGS = List.of("--configDir", "--job-classname");

  private ImageEntryPoint(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  /**
   * Starts it.
   *
   * @param arguments {@code --configDir DIRECTORY --job-classname CLASS}, and those of the job
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 4 || !List.of(arguments[0], arguments[2]).equals(FLAGS)) {
      throw new IllegalArgumentException(String.join(" ", arguments));
    }
    Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[1]);
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                // found beside FLINK_LIB_DIR
                ClusterEntrypointUtils.tryFindUserLibDirectory().orElseThrow(),
                arguments[3],
                Arrays.copyOfRange(arguments, 4, arguments.length),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    runClusterEntrypoint(new ImageEntryPoint(configuration, program));
  }
}
