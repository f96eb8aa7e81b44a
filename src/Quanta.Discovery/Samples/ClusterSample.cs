using Quanta.Discovery.Corpus;

namespace Quanta.Discovery.Samples;

/// <summary>One member of a cluster and where its text stands.</summary>
/// <param name="Cluster">The cluster's rank by size, 0 the largest.</param>
/// <param name="ClusterSize">How many tokens the cluster has.</param>
/// <param name="Member">The sample's number among the cluster's members, in corpus order.</param>
/// <param name="Prediction">Its global prediction index.</param>
/// <param name="Place">The document and the prediction in it.</param>
/// <param name="FirstToken">The position in the document of the first token shown.</param>
/// <param name="LossNats">The loss of the prediction.</param>
public sealed record ClusterSample(int Cluster, int ClusterSize, int Member, long Prediction, PredictionPlace Place, int FirstToken, float LossNats);
