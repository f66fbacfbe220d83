package io.dsd.tests.failure;

import io.dsd.job.topology.Surroundings;
import io.dsd.message.request.Answer;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.SliceKernel;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.model.tokenizer.TokenizerFactory;
import io.dsd.operator.draft.DraftSettings;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** The job's own parts, with {@link Faults} in front of some of their methods. */
final class FaultyParts {

  private FaultyParts() {}

  /** All victims with their faults. */
  static Surroundings surroundings() {
    return new Surroundings(FaultyParts::slice, FaultyParts::draft, FaultyParts::sink);
  }

  private static SliceSettings slice(int slice, SliceSettings settings) {
    KernelFactory inner = settings.kernels();
    Victim victim = Victim.slice(slice);
    return settings.withKernels(
        () -> faulty(SliceKernel.class, inner.open(), Map.of("forward", victim)));
  }

  private static DraftSettings draft(DraftSettings settings) {
    TokenizerFactory tokenizers = settings.tokenizer();
    DrafterFactory drafters = settings.drafters().factory();
    return settings
        .withTokenizer(
            () -> faulty(Tokenizer.class, tokenizers.open(), Map.of("decode", Victim.DRAFT)))
        .withDrafter(
            () -> faulty(Drafter.class, drafters.open(), Map.of("propose", Victim.DRAFTER)));
  }

  @SuppressWarnings("unchecked") // the proxy has all interfaces of the sink, this one too
  private static Sink<Answer> sink(Sink<Answer> inner) {
    return (Sink<Answer>) Front.of(inner, Map.of());
  }

  private static <T> T faulty(Class<T> type, T inner, Map<String, Victim> victims) {
    return type.cast(Front.of(inner, victims));
  }

  /**
   * Passes calls on. What a sink makes, its writer and its committer, gets a front of its own.
   *
   * @param inner what is behind it
   * @param victims the methods that a fault may strike in front of
   */
  private record Front(Object inner, Map<String, Victim> victims)
      implements InvocationHandler, Serializable {

    private static final Map<String, Victim> WRITER =
        Map.of("write", Victim.SINK_WRITE, "prepareCommit", Victim.SINK_PRECOMMIT);
    private static final Map<String, Victim> COMMITTER = Map.of("commit", Victim.SINK_COMMIT);
    private static final Set<String> MAKERS =
        Set.of("createWriter", "restoreWriter", "createCommitter");

    static Object of(Object inner, Map<String, Victim> victims) {
      Class<?>[] interfaces =
          Stream.<Class<?>>iterate(
                  inner.getClass(), type -> type != null, type -> type.getSuperclass())
              .flatMap(type -> Arrays.stream(type.getInterfaces()))
              .distinct()
              .toArray(Class<?>[]::new);
      return Proxy.newProxyInstance(
          inner.getClass().getClassLoader(), interfaces, new Front(inner, victims));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      Victim victim = victims.get(method.getName());
      if (victim != null) {
        Faults.strike(victim);
      }
      Object result;
      try {
        result = method.invoke(inner, arguments);
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
      if (inner instanceof Sink && MAKERS.contains(method.getName())) {
        if (result instanceof SinkWriter) {
          return of(result, WRITER);
        } else if (result instanceof Committer) {
          return of(result, COMMITTER);
        }
      }
      return result;
    }
  }
}
