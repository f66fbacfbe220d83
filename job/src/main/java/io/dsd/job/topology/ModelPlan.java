package io.dsd.job.topology;

import io.dsd.job.options.DraftKind;
import io.dsd.job.options.DraftSection;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.message.Ints;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafterFactory;
import io.dsd.model.eagle.FeatureDrafterFactory;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.model.torch.TorchFeatureKernels;
import io.dsd.model.torch.TorchKernels;
import io.dsd.operator.admission.Admission;
import io.dsd.operator.draft.DraftSettings;
import io.dsd.operator.draft.Drafters;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DrafterFactory;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.ShapeChooserFactory;
import io.dsd.speculate.policy.MeasuredShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What the options ask of the models: opens their headers on the machine that draws the graph, and
 * refuses there what could not work.
 */
final class ModelPlan {

  private final Options options;
  private final ModelFiles target;
  private final List<LayerRange> ranges;
  private final Optional<EagleDirectory> eagle;
  private final RecordPlan record;
  private final String gate = UUID.randomUUID().toString();

  /**
   * Opens the target.
   *
   * @throws ModelException if it cannot be used
   * @throws OptionsException if its layers cannot be cut as they should be
   */
  ModelPlan(Options options) {
    this.options = options;
    this.target = ModelFiles.open(Path.of(options.model()));
    this.ranges = SliceCut.of(options, target);
    this.eagle =
        options.draft().kind() == DraftKind.EAGLE3
            ? Optional.of(new EagleDirectory(draftPath(), target.checkpoint()))
            : Optional.empty();
    this.record =
        RecordPlan.of(options, target.config()).within(options.network(), blockTokens(options));
  }

  private static int blockTokens(Options options) {
    return options.draft().plan().shape().nodes() + 1;
  }

  private Path draftPath() {
    return Path.of(options.draft().model());
  }

  /** The layers of the target that the draft looks at; none unless it does. */
  Ints taps() {
    return eagle.map(draft -> draft.config().tapLayers()).orElse(Ints.empty());
  }

  String modelName() {
    return target.name();
  }

  ModelFiles target() {
    return target;
  }

  List<SliceSettings> slices() {
    return ranges.stream().map(this::slice).toList();
  }

  private SliceSettings slice(LayerRange range) {
    KernelFactory kernels =
        new TorchKernels(
            target.path().toString(),
            range.first(),
            range.end(),
            options.arithmetic(),
            target.config().contextLength(),
            taps());
    boolean speaksToTail = !taps().isEmpty() && (range.isLast() || !range.of(taps()).isEmpty());
    return new SliceSettings(
        kernels,
        options.kv().memory().getBytes(),
        options.kv().shareMinimum(),
        Math.min(RecordPlan.BATCH_TOKENS, record.tokens()),
        record.bytes(),
        speaksToTail);
  }

  DraftSettings draft() {
    String path = target.path().toString();
    return new DraftSettings(
        drafters(),
        shapes(),
        () -> ModelFiles.open(Path.of(path)).openTokenizer(),
        target.config().endTokens(),
        Math.min(options.loop().prefillChunk(), record.tokens()),
        options.kv().keepEnded(),
        options.relaxation().bounds(),
        admission());
  }

  private ShapeChooserFactory shapes() {
    DraftPlan plan = options.draft().plan();
    int slices = options.slices().count();
    return switch (options.draft().policy()) {
      case FIXED -> ShapeChooserFactory.fixed(plan);
      case MEASURED -> () -> new MeasuredShape(plan, slices);
    };
  }

  Admission admission() {
    return new Admission(
        options.loop().maxActive(),
        options.loop().maxWaiting(),
        options.loop().order(),
        options.loop().ageing(),
        gate);
  }

  private Drafters drafters() {
    DraftSection draft = options.draft();
    return new Drafters(
        drafter(),
        draft.kind().name().toLowerCase(Locale.ROOT),
        draft.lookup() && draft.kind().needsModel(),
        draft.router());
  }

  private DrafterFactory drafter() {
    return switch (options.draft().kind()) {
      case NONE -> NoDrafter::new;
      case NGRAM -> NgramDrafter::new;
      case MODEL -> draftModel();
      case EAGLE3 -> eagle();
    };
  }

  private DrafterFactory eagle() {
    holdFullContext(eagle.orElseThrow().config().layer(), 1);
    return new FeatureDrafterFactory(
        new TorchFeatureKernels(
            draftPath().toString(),
            target.path().toString(),
            options.dtype(),
            options.placement().computeDevice()),
        options.kv().memory().getBytes(),
        options.loop().prefillChunk());
  }

  /** Checks that the draft can follow a sequence to its end: else it would fall silent midway. */
  private void holdFullContext(ModelConfig draft, int layers) {
    int context = Math.min(draft.contextLength(), target.config().contextLength());
    long row = draft.bytesPerRow(layers, options.dtype());
    if (row * context > options.kv().memory().getBytes()) {
      throw new OptionsException(
          ("kv.memory: '%s' is not enough for the draft, whose KV caches may take as much as a"
                  + " slice's: one sequence of %,d tokens takes %,d bytes; raise kv.memory, or"
                  + " choose a smaller draft")
              .formatted(options.kv().memory(), context, row * context));
    }
  }

  private DrafterFactory draftModel() {
    if (EagleDirectory.isOne(draftPath())) {
      throw new OptionsException(
          "draft.kind: model is given, but %s holds a draft in EAGLE-3's layout; set draft.kind: eagle3"
              .formatted(draftPath()));
    }
    ModelFiles draft = ModelFiles.open(draftPath());
    try (Tokenizer targets = target.openTokenizer();
        Tokenizer drafts = draft.openTokenizer()) {
      if (!targets.fingerprint().equals(drafts.fingerprint())) {
        throw new OptionsException(
            ("draft.model: %s has another vocabulary than the target %s (%,d and %,d tokens, or other"
                    + " words for the same ids); a draft must share the target's tokenizer: choose a"
                    + " smaller model of the target's family, or let ngram draft")
                .formatted(
                    draft.path(),
                    target.path(),
                    drafts.vocabularySize(),
                    targets.vocabularySize()));
      }
    }
    holdFullContext(draft.config(), draft.config().layers());
    KernelFactory kernels =
        new TorchKernels(
            draft.path().toString(),
            0,
            draft.config().layers(),
            options.arithmetic(),
            Math.min(draft.config().contextLength(), target.config().contextLength()),
            Ints.empty());
    return new ModelDrafterFactory(
        kernels, options.kv().memory().getBytes(), options.loop().prefillChunk());
  }
}
