using Quanta.Discovery.Proof;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Interventions;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Planted;

/// <summary>What a step against half of an outcome's tokens does to others, in nats, means over outcomes; NaN where there are none.</summary>
/// <param name="RiseNats">How far the step raises the mean loss of that half.</param>
/// <param name="Outcome">Of the outcome's other half, of other documents.</param>
/// <param name="Skill">Of tokens of the same skill with other outcomes.</param>
/// <param name="Kind">Of tokens of other skills of the same kind.</param>
/// <param name="Elsewhere">Of tokens of skills of other kinds.</param>
public sealed record PlantedDamage(double RiseNats, MeanEstimate Outcome, MeanEstimate Skill, MeanEstimate Kind, MeanEstimate Elsewhere)
{
    private static readonly double[] Rises = [0.05, 0.2, 0.8, 3.2];
    private const int MostOutcomes = 24, SetSize = 64;

    /// <summary>Measures steps against the outcomes that have most tokens.</summary>
    /// <param name="session">The run, with corpus and selection.</param>
    /// <param name="model">The model.</param>
    /// <param name="truth">The skills.</param>
    /// <param name="points">The selection's points that need a learned skill.</param>
    /// <param name="skills">[points].</param>
    /// <param name="outcomes">[points].</param>
    internal static IReadOnlyList<PlantedDamage> Of(RunSession session, DecoderModel model, PlantedTruth truth, int[] points, int[] skills, int[] outcomes)
    {
        var (documents, predictions) = (RunArtifacts.ReadCorpus(session.Folder), RunArtifacts.ReadPredictions(session.Folder));
        var parameters = ParameterSet.Published(model.Shape);
        var threads = session.Computation.Threads;
        using var movable = new MovableModel(model, parameters, threads);
        using var raising = new LossRaising(movable, parameters, documents, predictions, new() { Threads = threads }, session.Cancellation);
        var tried = (from outcome in Enumerable.Range(0, points.Length).GroupBy(i => outcomes[i])
                     let ordered = outcome.OrderBy(i => predictions[points[i]]).ToList()
                     let documentsOf = ordered.GroupBy(i => documents.Locate(predictions[points[i]]).Document).ToList()
                     where documentsOf.Count > 1
                     orderby ordered.Count descending, outcome.Key
                     select documentsOf).Take(MostOutcomes).ToList();
        using var progress = session.Observer.Begin("steps against outcomes", tried.Count * Rises.Length, "steps");
        return [.. Rises.Select(rise => Measure(rise))];

        PlantedDamage Measure(double rise)
        {
            var found = (Outcome: new List<double>(), Skill: new List<double>(), Kind: new List<double>(), Elsewhere: new List<double>());
            foreach (var documentsOf in tried)
            {
                int[] deciding = [.. documentsOf.Where((_, place) => place % 2 == 0).SelectMany(i => i).Take(SetSize)];
                int[] heldOut = [.. documentsOf.Where((_, place) => place % 2 == 1).SelectMany(i => i).Take(SetSize)];
                var (skill, outcome) = (skills[deciding[0]], outcomes[deciding[0]]);
                var kind = truth.Skills[skill].Kind;
                int[] Others(Func<int, bool> are) => [.. Enumerable.Range(0, points.Length).Where(are).Take(SetSize)];
                (List<double> Means, int[] Set)[] sets =
                [
                    (found.Outcome, heldOut), (found.Skill, Others(i => skills[i] == skill && outcomes[i] != outcome)),
                    (found.Kind, Others(i => skills[i] != skill && truth.Skills[skills[i]].Kind == kind)), (found.Elsewhere, Others(i => truth.Skills[skills[i]].Kind != kind)),
                ];
                var raised = raising.Raise([.. deciding.Select(i => points[i])], [.. sets.SelectMany(set => set.Set).Select(i => points[i])], rise);
                progress.Advance(1);
                if (raised is null) continue;
                foreach (var (means, set) in sets)
                    if (set.Length > 0) means.Add(set.Average(i => (double)raised.Rises[points[i]]));
            }
            return new(rise, Mean(found.Outcome), Mean(found.Skill), Mean(found.Kind), Mean(found.Elsewhere));
        }

        static MeanEstimate Mean(List<double> values) => values.Count == 0 ? new(0, double.NaN, double.NaN, double.NaN, double.NaN) : MeanEstimate.Of(values);
    }
}
