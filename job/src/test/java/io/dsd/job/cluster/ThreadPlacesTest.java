package io.dsd.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadPlacesTest {

  @Test
  void taskManagersBeginWithDifferentProcessors() {
    ThreadPlaces places = new ThreadPlaces(List.of(0, 1, 4), Set.of("PATH"));

    assertThat(places.variables(0)).containsExactly("OMP_PROC_BIND=true", "OMP_PLACES={0},{1},{4}");
    assertThat(places.variables(1)).contains("OMP_PLACES={1},{4},{0}");
    assertThat(places.variables(3)).isEqualTo(places.variables(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY"})
  void whatTheUserHasSetHolds(String name) {
    assertThat(new ThreadPlaces(List.of(0, 1), Set.of(name)).variables(0)).isEmpty();
  }

  @Test
  void oneProcessorOrUnknownOnesAreLeftAlone() {
    assertThat(new ThreadPlaces(List.of(3), Set.of()).variables(0)).isEmpty();
    assertThat(new ThreadPlaces(List.of(), Set.of()).variables(0)).isEmpty();
  }

  @Test
  void readsListsAsLinuxWritesThem() {
    assertThat(ThreadPlaces.list("0")).containsExactly(0);
    assertThat(ThreadPlaces.list("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  void whoHasTheTimeOfFewerProcessorsChoosesNone() {
    List<Integer> allowed = List.of(0, 1, 2, 3);

    assertThat(ThreadPlaces.of(allowed, 2, Set.of()).variables(0)).isEmpty();
    assertThat(ThreadPlaces.of(allowed, 4, Set.of()).variables(0)).isNotEmpty();
  }
}
