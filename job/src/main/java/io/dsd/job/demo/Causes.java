package io.dsd.job.demo;

import io.dsd.job.bench.BenchException;
import io.dsd.job.certificate.CertificateException;
import io.dsd.job.cluster.ClusterException;
import io.dsd.job.fetch.FetchException;
import io.dsd.job.options.OptionsException;
import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.broker.BrokerException;
import io.dsd.model.ModelException;
import java.util.List;

/** What is wrong, in words for users, out of a chain of exceptions. */
public final class Causes {

  private static final List<Class<? extends Throwable>> FOR_USERS =
      List.of(
          OptionsException.class,
          FetchException.class,
          ModelException.class,
          AdminException.class,
          BrokerException.class,
          ClusterException.class,
          CertificateException.class,
          DemoException.class,
          BenchException.class);

  private Causes() {}

  /** The first message in the chain that is meant for users; else the innermost cause's. */
  public static String explain(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (FOR_USERS.contains(at.getClass())) {
        return at.getMessage();
      }
      innermost = at;
    }
    return innermost instanceof RuntimeException && innermost.getMessage() != null
        ? innermost.getMessage()
        : innermost.toString();
  }

  /** Whether the message says all there is, so that nobody needs the log. */
  public static boolean isForeseen(Throwable failure) {
    return FOR_USERS.contains(failure.getClass()) && !(failure instanceof DemoException);
  }
}
