namespace Quanta.Discovery.Samples;

/// <summary>One member of a cluster and where its text stands.</summary>
/// <param name="Cluster">The cluster's rank by size, 0 the largest.</param>
/// <param name="ClusterSize">How many tokens the cluster has.</param>
/// <param name="Member">The sample's number among the cluster's members, in corpus order.</param>
/// <param name="Prediction">Its global prediction index.</param>
/// <param name="Document">The document.</param>
/// <param name="Target">The position in the document of the predicted token.</param>
/// <param name="First">The position in the document of the first token shown.</param>
/// <param name="LossNats">The loss of the prediction.</param>
public sealed record ClusterSample(int Cluster, int ClusterSize, int Member, long Prediction, int Document, int Target, int First, float LossNats);
