package io.dsd.job.options;

import io.dsd.model.slice.ComputeDevice;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What slices and drafts compute on: {@code cpu}, {@code cuda} or {@code cuda:1}. */
public final class DeviceChoice implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Pattern TEXT = Pattern.compile("cpu|cuda(:([0-9]{1,3}))?");

  private final String text;

  private DeviceChoice(String text) {
    this.text = text;
  }

  /** What {@code text} stands for; throws IllegalArgumentException if that is nothing. */
  static DeviceChoice parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("no device");
    }
    return new DeviceChoice(text);
  }

  /**
   * The device.
   *
   * @param resource the external resource that a GPU without a number is from
   */
  public ComputeDevice from(String resource) {
    Matcher parts = TEXT.matcher(text);
    if (text.equals("cpu") || !parts.matches()) {
      return new ComputeDevice.Cpu();
    }
    return parts.group(2) == null
        ? new ComputeDevice.GivenGpu(resource)
        : new ComputeDevice.Gpu(Integer.parseInt(parts.group(2)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceChoice that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
