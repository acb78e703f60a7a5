"""Names under which tables keep what a mapping asks for, the best first. Compared without case, blanks and signs."""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "account": (
        "accountid", "userid", "authorid", "fromuserid", "useridstr", "authoridstr", "posterid", "accountkey", "did",
        "channelid", "pageid", "uid",
    ),
    "handle": (
        "screenname", "userscreenname", "username", "twitterhandle", "handle", "accounthandle", "authorusername",
        "authorhandle", "fromusername", "author", "authorname", "user", "account", "accountname", "poster", "nickname",
        "fromuser", "pagename", "channelname", "channel", "creator", "sender", "name", "from", "by",
    ),
    "time": (
        "postedat", "createdat", "tweetcreated", "tweettime", "tweetcreatedat", "timestampshare", "timestamputc",
        "publishedat", "publishdate", "datetimeutc", "datetime", "timestamp", "time", "createdutc", "createtime",
        "creationtime", "posttime", "postdate", "dateposted", "datecreated", "createddate", "created", "published",
        "date", "utctime", "postcreated", "unixtime", "unixtimestamp", "when",
    ),
    "id": (
        "postid", "tweetid", "statusid", "messageid", "contentid", "commentid", "videoid", "idstr", "tweetidstr",
        "statusidstr", "uri", "objectid", "id",
    ),
    "text": (
        "text", "fulltext", "tweettext", "content", "body", "message", "messagetext", "tweet", "posttext", "post",
        "caption", "description", "comment", "selftext", "title", "headline", "subject",
    ),
    "urls": (
        "urls", "expandedurls", "expandedurl", "urlsexpanded", "links", "url", "link", "sharedurl", "linkurl",
        "externalurl", "weburl",
    ),
    "hashtags": ("hashtags", "tags", "hashtaglist", "hashtagnames"),
    "mentions": ("mentions", "usermentions", "mentionedusers", "mentionednames"),
    "lang": ("lang", "language", "tweetlanguage", "langcode"),
    "platform": ("platform", "network", "socialnetwork", "sourceplatform"),
    "repost_of": ("repostof", "retweetid", "retweetedid", "retweettweetid", "retweetedstatusid", "repostid", "reblogof",
                  "sharedpostid"),
    "repost_of_account": ("repostofaccount", "retweetscreenname", "retweeteduser", "retweetuserid", "retweeteduserid"),
    "reply_to": ("replyto", "inreplytostatusid", "inreplytotweetid", "inreplytoid", "replytoid", "replyid", "parentid",
                 "inreplyto"),
    "reply_to_account": ("replytoaccount", "inreplytoscreenname", "inreplytouserid", "replieduser", "replytouser"),
    "quote_of": ("quoteof", "quotedid", "quotedstatusid", "quotetweetid", "quotedtweetid", "quoteid"),
    "thread": ("thread", "threadid", "conversationid"),
    "object": ("objectid", "object", "sharedobject", "urlid"),
    "kind": ("kind", "posttype", "tweettype"),
    "media": ("media", "mediaurl", "mediaurls", "image", "imageurl", "photo", "photos", "images"),
    "app": ("sourceapp", "app", "client", "tweetclientname", "source"),
    "metric.like": ("likecount", "likes", "favoritecount", "favoritescount", "favouritecount", "favorites", "nlikes"),
    "metric.repost": ("repostcount", "retweetcount", "retweets", "reposts", "sharecount", "shares", "nretweets"),
    "metric.reply": ("replycount", "replies", "commentcount", "comments", "numcomments", "commentscount", "nreplies"),
    "metric.quote": ("quotecount", "quotes"),
    "metric.view": ("viewcount", "views", "impressions", "impressioncount", "playcount"),
    "metric.score": ("score", "numpoints", "points"),
    "account.created": ("accountcreated", "accountcreatedat", "accountcreationdate", "usercreatedat", "usercreated"),
    "account.followers": ("followers", "followerscount", "followercount", "userfollowers", "userfollowerscount"),
    "account.following": ("following", "followingcount", "friendscount", "friends", "userfriendscount"),
    "account.posts": ("statusescount", "postscount", "tweetcount", "usertweets"),
    "account.description": ("bio", "userdescription", "profiledescription", "userbio"),
    "account.location": ("userlocation", "location", "tweetlocation", "accountlocation"),
    "account.name": ("displayname", "userdisplayname", "fullname", "accountdisplayname"),
}  # fmt: skip
"""Word of a mapping → names of columns."""

TIME_FORMS = (
    "%a %b %d %H:%M:%S %z %Y", "%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S %Z", "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M", "%b %d, %Y %H:%M:%S", "%b %d, %Y %I:%M %p", "%b %d, %Y %H:%M", "%B %d, %Y %H:%M", "%B %d, %Y",
    "%b %d, %Y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
"""Forms of times, unmistakable ones only, that are tried on tables."""
