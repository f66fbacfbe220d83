/** The operator's word on a FlinkDeployment, behind a face of plain Java types. */
package io.dsd.k8s.operator;
