#include "base/json_codec.h"
#include "domain/paging/views.h"

PLIMSOLL_JSON(plimsoll::paging::PageView)
PLIMSOLL_JSON(plimsoll::paging::PageList)
PLIMSOLL_JSON(plimsoll::paging::PageDetail)
PLIMSOLL_JSON(plimsoll::paging::AcknowledgeBody)
PLIMSOLL_JSON(plimsoll::paging::AcknowledgementView)
PLIMSOLL_JSON(plimsoll::paging::AcknowledgementList)
PLIMSOLL_JSON(plimsoll::paging::SilenceBody)
PLIMSOLL_JSON(plimsoll::paging::Silence)
PLIMSOLL_JSON(plimsoll::paging::SilenceList)
PLIMSOLL_JSON(plimsoll::paging::ChannelList)
PLIMSOLL_JSON(plimsoll::paging::PagingMeasures)
