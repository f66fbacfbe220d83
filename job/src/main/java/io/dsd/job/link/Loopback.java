package io.dsd.job.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** This machine, as only it can reach itself. */
public final class Loopback {

  private Loopback() {}

  /** The address without a port. */
  static InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  /** The address with a port. */
  public static InetSocketAddress at(int port) {
    return new InetSocketAddress(address(), port);
  }
}
