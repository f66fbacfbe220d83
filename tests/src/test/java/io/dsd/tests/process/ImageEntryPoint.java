package io.dsd.tests.process;

import java.io.File;
import java.util.Arrays;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointUtils;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * What Flink's image starts as a job manager in application mode: the job is found in {@code
 * usrlib/} of FLINK_HOME. Flink has this in {@code flink-container}, which is not on Maven Central.
 */
@SuppressWarnings("try") // the parent is closed asynchronously
public final class ImageEntryPoint extends ApplicationClusterEntryPoint {

  private ImageEntryPoint(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  /** Runs the job whose main class and arguments follow the directory of Flink's configuration. */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
    File usrlib = ClusterEntrypointUtils.tryFindUserLibDirectory().orElseThrow();
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                usrlib,
                arguments[1],
                Arrays.copyOfRange(arguments, 2, arguments.length),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    runClusterEntrypoint(new ImageEntryPoint(configuration, program));
  }
}
