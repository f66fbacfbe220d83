package io.dsd.speculate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.AcceptanceTable;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.policy.Limits;
import io.dsd.speculate.policy.ShapePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The measured policy beside the best plan that never changes and beside plain decoding. The whole
 * grid: {@code mvn test -pl operators -Dtest=PolicyGridTest -Ddsd.simulation.grid=true}.
 */
class PolicyGridTest {

  private static final Limits LIMITS = new Limits(16, 64, 8);
  private static final Map<String, AcceptanceTable> PROFILES =
      Map.of(
          "0.3", AcceptanceTable.constant(0.3),
          "0.6", AcceptanceTable.constant(0.6),
          "0.8", AcceptanceTable.constant(0.8),
          "0.9", AcceptanceTable.constant(0.9),
          "decaying", Profile.named("decaying").orElseThrow());

  private record Point(int slices, double latency, String profile, int sequences) {

    Scenario scenario() {
      Costs costs = new Costs(slices * latency, 40 + 0.5 * slices, 0.5, 3, slices);
      return new Scenario(costs, latency / 10, PROFILES.get(profile), sequences);
    }
  }

  private record Row(Point point, double plain, FixedPlans.Result best, double policy) {

    double ofBest() {
      return policy / Math.max(plain, best.tokensPerSecond());
    }

    @Override
    public String toString() {
      return "%.3f of best, %.3f of plain: %s, plain %.2f, best %.2f %s, policy %.2f"
          .formatted(
              ofBest(), policy / plain, point, plain, best.tokensPerSecond(), best.plan(), policy);
    }
  }

  /** In both, plan and measurements meet the same texts. */
  private static Row play(Point point, int tokens) {
    Scenario scenario = point.scenario();
    int each = Math.max(500, (int) (tokens / Math.sqrt(point.sequences()) / 2));
    return new Row(
        point,
        Simulation.tokensPerSecond(scenario, Strategy.fixed(DraftPlan.PLAIN), each, 1),
        FixedPlans.best(scenario, LIMITS.plans(), each, 1),
        Simulation.tokensPerSecond(scenario, Strategy.measured(new ShapePolicy(LIMITS)), each, 1));
  }

  @Test
  void isNearTheBestPlanAndNeverBelowPlainAtSomePoints() {
    List<Point> points =
        List.of(
            new Point(2, 1, "0.6", 1),
            new Point(8, 25, "decaying", 1),
            new Point(16, 60, "0.9", 1),
            new Point(64, 500, "0.3", 1),
            new Point(4, 5, "0.3", 4),
            new Point(8, 150, "0.8", 4),
            new Point(64, 1, "decaying", 4),
            new Point(2, 150, "0.6", 16));

    assertThat(points)
        .allSatisfy(
            point -> {
              Row row = play(point, 3000);
              assertThat(row.ofBest()).as(row.toString()).isGreaterThan(0.95);
              assertThat(row.policy()).as(row.toString()).isGreaterThan(0.98 * row.plain());
            });
  }

  /** Holds what is reached; the aim, 0.95 everywhere, is missed: see docs/simulation.md. */
  @Test
  @EnabledIfSystemProperty(named = "dsd.simulation.grid", matches = "true")
  void wholeGrid() {
    List<Row> rows = wholeGridRows();

    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.ofBest()).as(row.toString()).isGreaterThan(0.75);
              assertThat(row.policy()).as(row.toString()).isGreaterThan(0.98 * row.plain());
            });
    long missed = rows.stream().filter(row -> row.ofBest() < 0.95).count();
    assertThat(missed).as("points below 0.95 of the best plan").isLessThan(rows.size() * 6 / 100);
  }

  private static List<Row> wholeGridRows() {
    List<Row> rows = new ArrayList<>();
    for (int sequences : List.of(1, 4, 16)) {
      for (int slices : List.of(2, 4, 8, 16, 64)) {
        for (double latency : List.of(1.0, 5.0, 25.0, 60.0, 150.0, 500.0)) {
          for (String profile : List.of("0.3", "0.6", "0.8", "0.9", "decaying")) {
            Row row = play(new Point(slices, latency, profile, sequences), 6000);
            rows.add(row);
            System.out.println(row);
          }
        }
      }
    }
    rows.sort(Comparator.comparingDouble(Row::ofBest));
    return rows;
  }
}
