/**
 * What is shipped in {@code deploy} for containers and Kubernetes, compared with the code, with
 * {@code pom.xml} and with one another. Kustomizations are rendered here in plain Java; where
 * kustomize itself is at hand, both are compared.
 */
package io.nextclick.deploy;
