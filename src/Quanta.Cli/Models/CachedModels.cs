using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.Cli.Models;

/// <summary>The models in a cache of the hub, one line a branch or tag that was fetched.</summary>
internal static class CachedModels
{
    public static void Write(string cache, TextWriter output, bool asJson)
    {
        var models = HubCacheFolder.All(cache, HubKind.Model)
            .SelectMany(folder => folder.Revisions().Select(revision => (Name: $"{folder.FullName}@{revision}", Snapshot: folder.TryFind(revision))))
            .Where(model => model.Snapshot is not null).Select(model => (model.Name, model.Snapshot!.Path, model.Snapshot.Bytes)).ToList();
        if (asJson)
        {
            var list = models.Select(JsonNode (model) => new JsonObject { ["name"] = model.Name, ["path"] = model.Path, ["bytes"] = model.Bytes });
            output.WriteLine(new JsonArray([.. list]).ToJsonString());
            return;
        }
        foreach (var (name, _, bytes) in models) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,16:N0}  {name}"));
        output.WriteLine();
        output.WriteLine($"In {cache}: {models.Count} revisions of models; bytes that revisions share count with each.");
    }
}
